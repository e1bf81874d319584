package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;

/** One region of AWS as one account sees it. */
public final class Region {

  private final String account;
  private final String name;
  private final LaunchTemplates templates;
  private final LaunchConfigurations configurations;
  private final Machines machines;
  private final Groups groups;

  Region(
      String account,
      String name,
      Agenda agenda,
      Behaviour behaviour,
      SeededNames names,
      Stock stock) {
    this.account = account;
    this.name = name;
    this.templates = new LaunchTemplates(names);
    this.configurations = new LaunchConfigurations(account, name, names);
    this.machines = new Machines(agenda, behaviour, names, stock.capacity());
    LaunchOptions options = new LaunchOptions(templates, stock.types(), stock.prices());
    Launching launching =
        new Launching(
            stock.geography(), stock.capacity(), stock.prices(), stock.refusals(), options);
    ActivityHistory history = new ActivityHistory();
    Scaling scaling = new Scaling(agenda, behaviour, names, machines, launching, history);
    this.groups =
        new Groups(
            new Groups.Place(account, name, stock.geography()),
            names,
            scaling,
            machines,
            options,
            history);
  }

  /** The account. */
  public String account() {
    return account;
  }

  /** The region's name, such as {@code us-east-1}. */
  public String name() {
    return name;
  }

  /** Its launch templates. */
  public LaunchTemplates templates() {
    return templates;
  }

  /** Its launch configurations. */
  public LaunchConfigurations configurations() {
    return configurations;
  }

  /** Its instances. */
  public Machines machines() {
    return machines;
  }

  /** Forgets instances that were gone, and activities that began and have ended, before then. */
  public void forget(Instant before) {
    machines.forget(before);
    groups.forget(before);
  }

  /** Its Auto Scaling groups. */
  public Groups groups() {
    return groups;
  }
}
