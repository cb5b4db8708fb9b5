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

  /** The methods of a path, sorted; empty when no route has it. */
  methodsOf(path: string): readonly string[] {
    const methods = this.routes
      .filter(({ template }) => this.patterns.get(template)?.test(path))
      .map(({ method }) => method);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].toSorted();
  }
}
