package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.SeededNames;

/** A project: whatever anybody owns is in one. */
public final class Project {

  private final String name;
  private final String number;
  private final InstanceTemplates templates;
  private final Quotas quotas = new Quotas();
  private final Machines machines;
  private final Operations operations;
  private final Groups groups;

  Project(String name, Agenda agenda, Behaviour behaviour, SeededNames names, Stock stock) {
    this.name = name;
    this.number = Ids.projectNumber(names);
    this.templates = new InstanceTemplates(name, names);
    this.machines = new Machines(agenda, behaviour, names, stock.capacity(), quotas);
    this.operations = new Operations(agenda, behaviour, names, stock.operations());
    Placement placement = new Placement(stock.types(), stock.capacity(), quotas, stock.launches());
    Scaling scaling = new Scaling(agenda, behaviour, names, machines, placement);
    this.groups = new Groups(name, names, scaling, operations);
  }

  /** Its id, such as {@code ml-prod}. */
  public String name() {
    return name;
  }

  /** Its number. */
  public String number() {
    return number;
  }

  /** Its instance templates. */
  public InstanceTemplates templates() {
    return templates;
  }

  /** What it may have. */
  public Quotas quotas() {
    return quotas;
  }

  /** Its instances. */
  public Machines machines() {
    return machines;
  }

  /** Its operations. */
  public Operations operations() {
    return operations;
  }

  /** Its managed instance groups. */
  public Groups groups() {
    return groups;
  }
}
