package io.gpupool.cli;

import io.gpupool.admin.SpendingBook;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.GroupSettings;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.GrowthCheck;
import io.gpupool.policy.Ceilings;
import io.gpupool.policy.GroupAccount;
import io.gpupool.policy.OfferedSizes;
import io.gpupool.spending.DeletionLog;
import io.gpupool.template.NodeTemplate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The sizes that groups may have by the configuration's ceilings and brakes, and whether they may
 * grow. Sizes are worked out anew when something in the fleet has changed, and every second, for
 * hours begin and end and prices move.
 */
final class ConfiguredSizes implements GrowthCheck {

  private record Known(Optional<NodeShape> shape, GroupAccount.Traits traits) {}

  private record Held(FleetSnapshot fleet, long second, Map<String, SizeLimits> limits) {}

  private final GpupoolConfig config;
  private final ToDoubleFunction<GroupView> usdPerHour;
  private final Function<GroupView, Optional<NodeTemplate>> templates;
  private final DeletionLog deletions;
  private final InstantSource clock;
  private final Map<NodeGroupId, Known> known = new ConcurrentHashMap<>();
  private volatile Held held = new Held(FleetSnapshot.EMPTY, Long.MIN_VALUE, Map.of());

  /**
   * @param usdPerHour what one more node of a group costs, infinite if that isn't known
   * @param templates what new nodes of a group will look like, if that is known
   * @param deletions what was deleted lately
   */
  ConfiguredSizes(
      GpupoolConfig config,
      ToDoubleFunction<GroupView> usdPerHour,
      Function<GroupView, Optional<NodeTemplate>> templates,
      DeletionLog deletions,
      InstantSource clock) {
    this.config = config;
    this.usdPerHour = usdPerHour;
    this.templates = templates;
    this.deletions = deletions;
    this.clock = clock;
  }

  /** The sizes of all groups by id; the same object as long as none changes. */
  Map<String, SizeLimits> limits(FleetSnapshot fleet) {
    if (isIdle()) {
      return Map.of();
    }
    Held last = held;
    long second = clock.instant().getEpochSecond();
    if (last.fleet().equals(fleet) && last.second() == second) {
      return last.limits();
    }
    Map<String, SizeLimits> limits = new HashMap<>();
    offered(fleet).forEach((id, sizes) -> limits.put(id.value(), sizes.limits()));
    Map<String, SizeLimits> current =
        limits.equals(last.limits()) ? last.limits() : Map.copyOf(limits);
    held = new Held(fleet, second, current);
    return current;
  }

  private boolean isIdle() {
    return config.ceilings().ceilings().isEmpty() && config.brakes().brakes().isEmpty();
  }

  private Map<NodeGroupId, OfferedSizes> offered(FleetSnapshot fleet) {
    Instant now = clock.instant();
    return OfferedSizes.of(
        accounts(fleet),
        config.ceilings(),
        config.brakes(),
        deletions.within(config.brakes().memory(), now),
        now);
  }

  @Override
  public Optional<String> refusal(FleetSnapshot fleet, GroupView group, int delta) {
    return config.ceilings().ceilings().isEmpty()
        ? Optional.empty()
        : config.ceilings().refusal(accounts(fleet), account(group), delta);
  }

  /** How every ceiling stands. */
  List<Ceilings.Standing> standings(FleetSnapshot fleet) {
    return config.ceilings().standings(accounts(fleet));
  }

  /** All of it, for people. */
  SpendingBook.Sizes sizes(FleetSnapshot fleet) {
    Map<String, OfferedSizes> offered = new HashMap<>();
    offered(fleet).forEach((id, sizes) -> offered.put(id.value(), sizes));
    return new SpendingBook.Sizes(standings(fleet), offered);
  }

  private List<GroupAccount> accounts(FleetSnapshot fleet) {
    return fleet.groups().stream().map(this::account).toList();
  }

  private GroupAccount account(GroupView view) {
    int running =
        (int)
            view.members().stream()
                .filter(
                    member -> member.state() == InstanceState.RUNNING && member.failure().isEmpty())
                .count();
    return new GroupAccount(
        traits(view),
        usdPerHour.applyAsDouble(view),
        view.limits(),
        view.target(),
        view.billed(),
        running);
  }

  private GroupAccount.Traits traits(GroupView view) {
    Known last = known.get(view.id());
    if (last != null && last.shape().equals(view.shape())) {
      return last.traits();
    }
    GroupSettings settings = config.settingsOf(view.id());
    Map<String, String> labels =
        templates.apply(view).map(NodeTemplate::labels).orElse(settings.labels());
    boolean zeroOrMax =
        settings
            .zeroOrMax()
            .or(() -> view.shape().flatMap(shape -> shape.declared().options().zeroOrMax()))
            .orElse(false);
    GroupAccount.Traits traits =
        new GroupAccount.Traits(
            view.id(),
            ConfiguredPrices.cloudName(view),
            settings.tier().orElse(1),
            Optional.ofNullable(labels.get(config.gpuLabel())),
            labels,
            zeroOrMax);
    known.put(view.id(), new Known(view.shape(), traits));
    return traits;
  }
}
