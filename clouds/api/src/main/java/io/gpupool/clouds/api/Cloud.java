package io.gpupool.clouds.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One account in one region of one cloud, as far as gpupool needs it: four verbs that translate to
 * that cloud's SDK. An adapter keeps no state that could be read back, holds no policy, and never
 * repeats a write by itself.
 *
 * <p><b>Threads.</b> All methods may be called concurrently, with two promises by the caller: there
 * is never more than one {@link #observe} at a time, and never more than one write ({@link #resize}
 * or {@link #delete}) at a time <i>for the same group</i>. All methods block.
 *
 * <p><b>Time.</b> Every method returns or throws within a bound that the adapter sets on its SDK,
 * retries of reads included; an endpoint that accepts a connection and then says nothing ends in
 * {@link CloudError.Kind#UNAVAILABLE}.
 *
 * <p><b>Errors.</b> Every failure is a {@link CloudException} with one of the kinds of {@link
 * CloudError.Kind} and the cloud's own code and text. An exception of any other type is a defect of
 * the adapter. For writes {@link CloudError#mayHaveHappened()} says whether the request could have
 * been carried out nevertheless (the answer was lost); the caller then looks with {@link #observe}
 * and never asks twice blindly.
 *
 * <p>{@code CloudContract}, in this module's test jar, checks what is written here; a new adapter
 * begins by subclassing it.
 */
public interface Cloud extends AutoCloseable {

  /**
   * Reads every group that this entry manages, whole: limits, target, instances and their states,
   * launch failures, and what a new node would look like.
   *
   * <p>The answer is consistent per group (its target and its instances belong together, as far as
   * the cloud can say) and complete: if any part can't be read the whole reading fails, for half a
   * fleet looks like a fleet that lost half its groups. A group that was asked for by name and does
   * not exist is not an error; it is listed in {@link CloudReading#absent()}.
   *
   * @param previous what this method returned last, if anything: what can't have changed since
   *     (machine facts of an unchanged template, say) may be taken from it instead of being read
   * @throws CloudException of kind throttled, unavailable or denied. Reads may be retried inside
   */
  CloudReading observe(Optional<CloudReading> previous) throws CloudException;

  /**
   * Sets a group's target to exactly {@code to}.
   *
   * <p>Never removes an instance: where {@code to} is lower than {@code from} and the cloud shows
   * more live instances than {@code to}, it throws {@link CloudError.Kind#CHANGED} and changes
   * nothing. It does the same when the cloud's own target is no longer {@code from}, where the
   * cloud can tell. Asking for the target that the cloud already has, when {@code from} equals it,
   * succeeds.
   *
   * <p>Returns as soon as the cloud has accepted; it doesn't wait for machines. Whether they come
   * is seen by {@link #observe}.
   *
   * @param from the target that the caller believes the cloud has
   * @param to the target to set, zero or more
   * @throws CloudException with nothing changed, unless {@link CloudError#mayHaveHappened()}
   */
  void resize(NodeGroupId group, int from, int to) throws CloudException;

  /**
   * Terminates exactly the named instances and lowers the group's target by one for each. The cloud
   * doesn't replace them.
   *
   * <p>Idempotent: an instance that is already terminating counts as {@link
   * DeleteResult.Terminating} and one that no longer exists as {@link DeleteResult.Gone}; neither
   * lowers the target again. Instances are independent: one that is refused doesn't stop the
   * others.
   *
   * @param instances ids as {@link #observe} gave them, all of this group; an empty set does
   *     nothing
   * @return a result for each id, in no particular order
   * @throws CloudException if nothing at all could be attempted
   */
  Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException;

  /**
   * What the cloud itself quotes at this moment for the given machine types: spot prices and
   * whatever else it sells by the hour through its API. List prices that don't come from an API are
   * not offers. May be empty.
   *
   * @param machineTypes the types to ask about, in the cloud's own words; an empty set asks for
   *     nothing
   * @throws CloudException of kind throttled, unavailable or denied. Reads may be retried inside
   */
  List<Offer> offers(Set<String> machineTypes) throws CloudException;

  /** Releases connections and threads. The caller has no call in flight. Idempotent. */
  @Override
  void close();
}
