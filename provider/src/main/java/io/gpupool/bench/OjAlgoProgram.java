package io.gpupool.bench;

import io.gpupool.packing.LinearProgram;
import java.util.ArrayList;
import java.util.List;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/** A linear program that ojAlgo solves. */
final class OjAlgoProgram implements LinearProgram {

  private final ExpressionsBasedModel model = new ExpressionsBasedModel();
  private final List<Variable> variables = new ArrayList<>();
  private int limits;

  OjAlgoProgram(double[] weights) {
    for (int k = 0; k < weights.length; k++) {
      variables.add(model.newVariable("v" + k).lower(0).weight(weights[k]));
    }
  }

  @Override
  public void limit(int[] coefficients, double most) {
    Expression expression = model.newExpression("limit " + limits++).upper(most);
    for (int k = 0; k < coefficients.length; k++) {
      if (coefficients[k] != 0) {
        expression.set(variables.get(k), coefficients[k]);
      }
    }
  }

  @Override
  public double[] solution() {
    Optimisation.Result result = model.maximise();
    double[] values = new double[variables.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.max(0, result.doubleValue(k));
    }
    return values;
  }
}
