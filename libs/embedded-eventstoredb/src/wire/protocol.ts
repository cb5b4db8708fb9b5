// The messages and services that the official client ships as generated CommonJS; one place imports them.
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featureServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import rpcStatus from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import protobufAny from 'google-protobuf/google/protobuf/any_pb.js';
import protobufEmpty from 'google-protobuf/google/protobuf/empty_pb.js';

export const { ServerFeaturesService } = featureServices;
export const { GossipService } = gossipServices;
export const { StreamsService } = streamServices;
export const { Any } = protobufAny;
/** google.protobuf.Empty, which BatchAppend uses; the other calls use `shared.Empty`. */
export const GoogleEmpty = protobufEmpty.Empty;
export { features, gossip, rpcStatus, shared, streams };
