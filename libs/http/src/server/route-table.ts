export interface Route {
  readonly method: string;
  /** The template, with `:name` for parameters and `*` for the rest. */
  readonly template: string;
}

const patternOf = (template: string): RegExp => {
  const source = template
    .split('/')
    .map((segment) => {
      if (segment.startsWith(':')) return '[^/]+';
      return segment.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
    })
    .join('/');
  return new RegExp(`^${source}$`);
};

/** Every route of a service: for `Allow`, and to find routes without a policy. */
export class RouteTable {
  private readonly routes: Route[] = [];
  private readonly patterns = new Map<string, RegExp>();

  add(methods: string | readonly string[], template: string): void {
    for (const method of [methods].flat()) this.routes.push({ method, template });
    this.patterns.set(template, patternOf(template));
  }

  all(): readonly Route[] {
    return this.routes;
  }

  /** Whether a path is that of a route without parameters, which has other methods than this one. A template that
   *  fits the path by chance does not make it its own. */
  isStaticForOthers(path: string, method: string): boolean {
    const own = this.routes.filter(({ template }) => template === path);
    return own.length > 0 && own.every((route) => route.method !== method);
  }

  /** The methods of a path, sorted; empty when no route has it. */
  methodsOf(path: string): readonly string[] {
    const own = this.routes.filter(({ template }) => template === path);
    const fitting = this.routes.filter(({ template }) => this.patterns.get(template)?.test(path));
    const methods = (own.length > 0 ? own : fitting).map(({ method }) => method);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].toSorted();
  }
}
