import { randomUUID } from 'node:crypto';
import type {
  SupportedMethod,
  SupportedMethods,
} from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { features, gossip, shared } from './protocol.js';

/** The version whose behaviour this server has. */
export const SERVER_VERSION = '23.10.8';

const method = (service: string, name: string, ...list: string[]): SupportedMethod =>
  new features.SupportedMethod()
    .setServiceName(`event_store.client.${service}`)
    .setMethodName(name)
    .setFeaturesList(list);

/** What a client asks for first. */
export const supportedMethods = (): SupportedMethods =>
  new features.SupportedMethods()
    .setEventStoreServerVersion(SERVER_VERSION)
    .setMethodsList([
      method('streams.streams', 'read', 'position', 'events'),
      method('streams.streams', 'append'),
      method('streams.streams', 'batchappend', 'deadline_duration'),
      method('streams.streams', 'delete'),
      method('streams.streams', 'tombstone'),
      method('gossip.gossip', 'read'),
      method('server_features.serverfeatures', 'getsupportedmethods'),
    ]);

const instanceId = randomUUID();

/** A cluster of one, which is its own leader. */
export const clusterInfo = (address: string, port: number): ClusterInfo => {
  const member = new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setString(instanceId))
    .setTimeStamp(String(Date.now()))
    .setState(gossip.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossip.EndPoint().setAddress(address).setPort(port));
  return new gossip.ClusterInfo().setMembersList([member]);
};
