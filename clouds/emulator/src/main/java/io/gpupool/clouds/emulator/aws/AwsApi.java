package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.Answer;
import io.gpupool.clouds.emulator.EmulatedApi;
import io.gpupool.clouds.emulator.Form;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.Received;
import io.gpupool.clouds.emulator.SeededNames;
import io.gpupool.clouds.emulator.aws.access.Access;
import io.gpupool.clouds.emulator.aws.access.Access.Denial;
import io.gpupool.clouds.emulator.aws.access.Principal;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.World;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.service.Service;
import io.gpupool.clouds.emulator.aws.wire.CredentialScope;
import io.gpupool.clouds.emulator.aws.wire.Dialect;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AWS's HTTP interface: finds the service by the credential scope and the action by the form, lets
 * in who may come in, and frames what comes of it.
 */
final class AwsApi implements EmulatedApi {

  private static final Logger LOG = LoggerFactory.getLogger(AwsApi.class);

  private final World world;
  private final Access access;
  private final List<Service> services;
  private final SeededNames requestIds;

  AwsApi(World world, Access access, List<Service> services, SeededNames requestIds) {
    this.world = world;
    this.access = access;
    this.services = List.copyOf(services);
    this.requestIds = requestIds;
  }

  @Override
  public Inquiry read(Received received) {
    Map<String, String> form = Form.decode(received.query() + "&" + received.body());
    Optional<CredentialScope> scope = received.header("Authorization").flatMap(CredentialScope::of);
    Optional<Service> service =
        scope.flatMap(
            named ->
                services.stream().filter(each -> each.name().equals(named.service())).findFirst());
    String action = form.getOrDefault("Action", "");
    String version = form.getOrDefault("Version", "");
    form.remove("Action");
    form.remove("Version");
    return new AwsInquiry(received, scope, service, action, version, form);
  }

  /** One request. */
  private final class AwsInquiry implements Inquiry {

    private final Received received;
    private final Optional<CredentialScope> scope;
    private final Optional<Service> service;
    private final String version;
    private final Operation operation;
    private final String requestId = requestIds.uuid();

    AwsInquiry(
        Received received,
        Optional<CredentialScope> scope,
        Optional<Service> service,
        String action,
        String version,
        Map<String, String> form) {
      this.received = received;
      this.scope = scope;
      this.service = service;
      this.version = version;
      this.operation =
          new Operation(
              "aws",
              scope.map(CredentialScope::service).orElse(""),
              scope.map(CredentialScope::region).orElse(""),
              action,
              form);
    }

    @Override
    public Operation operation() {
      return operation;
    }

    @Override
    public Answer carryOut() {
      try {
        return answered();
      } catch (AwsException refused) {
        return error(refused.status(), refused.code(), refused.text());
      } catch (RuntimeException defect) {
        LOG.error("the emulated AWS failed at {}", operation, defect);
        return error(500, "InternalFailure", "The emulator itself failed: " + defect);
      }
    }

    @Override
    public Answer error(int status, String code, String message) {
      String body = dialect().error(frame(), status, code, message);
      return new Answer(status, "text/xml", headers(), body, Optional.of(code));
    }

    @Override
    public Answer throttled() {
      return dialect() == Dialect.EC2
          ? error(503, "RequestLimitExceeded", "Request limit exceeded.")
          : error(400, "Throttling", "Rate exceeded");
    }

    private Answer answered() {
      CredentialScope signer =
          scope.orElseThrow(
              () ->
                  new AwsException(
                      403,
                      "MissingAuthenticationToken",
                      "Request is missing Authentication Token"));
      Principal caller =
          access
              .identify(signer.accessKeyId(), received.header("X-Amz-Security-Token"))
              .orElseThrow(this::badCredentials);
      Action action = action();
      permit(caller);
      Parameters parameters = parameters(action);
      String body =
          world.inTurn(
              now -> {
                Request request =
                    new Request(
                        world,
                        world.region(caller.account(), signer.region()),
                        caller,
                        parameters,
                        now);
                return dialect().answer(frame(), result -> action.perform(request, result));
              });
      return new Answer(200, "text/xml", headers(), body, Optional.empty());
    }

    private Action action() {
      if (operation.action().isEmpty()) {
        throw new AwsException(
            400, "MissingAction", "The request is missing an action or a required parameter.");
      }
      return service
          .filter(known -> version.isEmpty() || version.equals(known.version()))
          .flatMap(known -> known.action(operation.action()))
          .orElseThrow(this::unknownAction);
    }

    private Parameters parameters(Action action) {
      Parameters parameters = Parameters.of(dialect(), operation.parameters());
      if (dialect() == Dialect.EC2 && parameters.flag("DryRun").orElse(false)) {
        throw new AwsException(
            412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
      }
      parameters.check(action.parameters(), dialect() == Dialect.EC2 ? "DryRun" : "");
      return parameters;
    }

    private void permit(Principal caller) {
      String action = operation.service() + ":" + operation.action();
      Optional<Denial> denial = access.denial(action);
      if (denial.isPresent()) {
        String reason =
            denial.get() == Denial.EXPLICIT
                ? " with an explicit deny in an identity-based policy"
                : " because no identity-based policy allows the " + action + " action";
        String sentence =
            "User: "
                + caller.arn()
                + " is not authorized to perform: "
                + action
                + resource(caller)
                + reason;
        throw dialect() == Dialect.EC2
            ? new AwsException(
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. " + sentence)
            : new AwsException(403, "AccessDenied", sentence);
      }
    }

    /** What a permission is needed for, where IAM can tell one resource from another. */
    private String resource(Principal caller) {
      String role = operation.parameters().get("RoleArn");
      if (role != null) {
        return " on resource: " + role;
      }
      String group = operation.parameters().get("AutoScalingGroupName");
      if (group != null && !operation.action().startsWith("Describe")) {
        return " on resource: arn:aws:autoscaling:"
            + operation.region()
            + ":"
            + caller.account()
            + ":autoScalingGroup:*:autoScalingGroupName/"
            + group;
      }
      return "";
    }

    private AwsException badCredentials() {
      return dialect() == Dialect.EC2
          ? new AwsException(
              401, "AuthFailure", "AWS was not able to validate the provided access credentials")
          : new AwsException(
              403,
              "InvalidClientTokenId",
              "The security token included in the request is invalid.");
    }

    private AwsException unknownAction() {
      return new AwsException(
          400,
          "InvalidAction",
          dialect() == Dialect.EC2
              ? "The action " + operation.action() + " is not valid for this web service."
              : "Could not find operation "
                  + operation.action()
                  + " for version "
                  + (version.isEmpty() ? "NO_VERSION_SPECIFIED" : version));
    }

    /** The service's dialect; where no service is known, the API version gives EC2 away. */
    private Dialect dialect() {
      return service
          .map(Service::dialect)
          .orElse(version.equals("2016-11-15") ? Dialect.EC2 : Dialect.QUERY);
    }

    private Dialect.Frame frame() {
      return new Dialect.Frame(
          operation.action(), service.map(Service::namespace).orElse(""), requestId);
    }

    private Map<String, String> headers() {
      return Map.of("x-amzn-RequestId", requestId);
    }
  }
}
