package io.gpupool.rehearsal;

import java.util.List;

/** Where the machines are: what real kubelets and bills would tell. */
@FunctionalInterface
public interface MachineRoom {

  /** Every machine that ever was, gone ones included. */
  List<Machine> machines();
}
