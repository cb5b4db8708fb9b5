import type {
  handleUnaryCall,
  Server,
  ServiceDefinition,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type EventStore } from '../store/event-store.js';
import { appendCall } from '../wire/append-call.js';
import { batchAppendCall } from '../wire/batch-append-call.js';
import { deleteCall, tombstoneCall } from '../wire/delete-calls.js';
import { type OpenCalls } from '../wire/open-calls.js';
import { GossipService, ServerFeaturesService, StreamsService } from '../wire/protocol.js';
import { readCall } from '../wire/read-call.js';
import { clusterInfo, supportedMethods } from '../wire/server-identity.js';

/** Reads hand over encoded messages, so that an event is encoded once for all its readers. */
const streamsDefinition = {
  ...StreamsService,
  read: { ...StreamsService.read, responseSerialize: (message: Buffer) => message },
} as unknown as ServiceDefinition; // the generated definition is a class type without an index signature

export interface ServiceParts {
  readonly store: EventStore;
  readonly openCalls: OpenCalls;
  /** Where clients reach this server, known once it listens. */
  readonly address: () => { readonly host: string; readonly port: number };
}

const answering =
  <Answer>(answer: () => Answer): handleUnaryCall<unknown, Answer> =>
  (_call, reply) => {
    reply(null, answer());
  };

/** Adds the services of a single node. */
export const addServices = (server: Server, { store, openCalls, address }: ServiceParts): void => {
  const streams: UntypedServiceImplementation = {
    read: readCall(store, openCalls),
    append: appendCall(store),
    batchAppend: batchAppendCall(store, openCalls),
    delete: deleteCall(store),
    tombstone: tombstoneCall(store),
  };
  server.addService(streamsDefinition, streams);
  server.addService(ServerFeaturesService, {
    getSupportedMethods: answering(supportedMethods),
  });
  server.addService(GossipService, {
    read: answering(() => {
      const { host, port } = address();
      return clusterInfo(host, port);
    }),
  });
};
