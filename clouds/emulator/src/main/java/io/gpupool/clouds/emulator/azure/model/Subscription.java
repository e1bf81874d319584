package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.SeededNames;
import java.util.Optional;
import java.util.TreeMap;

/** One subscription and what is in it. */
public final class Subscription {

  private final String id;
  private final TreeMap<String, String> resourceGroups =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Operations operations;
  private final Machines machines;
  private final Quotas quotas;
  private final ScaleSets scaleSets;

  Subscription(String id, Agenda agenda, Behaviour behaviour, SeededNames names, Stock stock) {
    this.id = id;
    this.operations = new Operations(agenda, behaviour, names, stock.operations());
    this.machines = new Machines(agenda, behaviour, names, stock);
    this.quotas = new Quotas(machines);
    this.scaleSets =
        new ScaleSets(
            id,
            names,
            stock.types(),
            quotas,
            new Scaling(agenda, behaviour, operations, machines, stock.types()));
  }

  /** Its id. */
  public String id() {
    return id;
  }

  /** Makes a resource group, if there is none of that name. */
  public void addResourceGroup(String name) {
    resourceGroups.putIfAbsent(name, name);
  }

  /** A resource group's name as it was made, or what Azure says when there is none. */
  public String resourceGroup(String name) {
    return Optional.ofNullable(resourceGroups.get(name))
        .orElseThrow(
            () ->
                new AzureException(
                    404,
                    "ResourceGroupNotFound",
                    "Resource group '" + name + "' could not be found."));
  }

  /** Its scale sets. */
  public ScaleSets scaleSets() {
    return scaleSets;
  }

  /** Its virtual machines. */
  public Machines machines() {
    return machines;
  }

  /** What goes on and went on. */
  public Operations operations() {
    return operations;
  }

  /** What it may have. */
  public Quotas quotas() {
    return quotas;
  }
}
