import {
  applyDecorators,
  Catch,
  Controller,
  UseFilters,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';

/** Nest replaces an error by "Internal server error", and the dead letter would name no cause. */
@Catch()
export class KeepTheCause implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** A class whose methods take events: `@EventPattern<unknown>(warningIssuedV1.type) on(@Payload() event)`.
 *  With `@EventPattern<unknown>(type, { batch: true })` one takes lists of events, all or nothing.
 *  (Without `<unknown>` the compiler takes the overload for maps of events, and refuses the method.) */
export const Consumer = (): ClassDecorator =>
  applyDecorators(Controller(), UseFilters(KeepTheCause));
