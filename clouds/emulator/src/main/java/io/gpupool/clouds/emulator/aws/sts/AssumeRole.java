package io.gpupool.clouds.emulator.aws.sts;

import io.gpupool.clouds.emulator.aws.access.Principal;
import io.gpupool.clouds.emulator.aws.access.Principals;
import io.gpupool.clouds.emulator.aws.access.TemporaryCredentials;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Temporary credentials for a role of whatever account. Every role can be assumed by everyone; the
 * credentials say when they expire and are accepted ever after.
 */
final class AssumeRole implements Action {

  private static final int SHORTEST = 900;
  private static final int LONGEST = 43200;
  private static final int USUAL = 3600;
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/(?:.*/)?([^/]+)");

  private final Principals principals;

  AssumeRole(Principals principals) {
    this.principals = principals;
  }

  @Override
  public Set<String> parameters() {
    return Set.of(
        "DurationSeconds", "ExternalId", "RoleArn", "RoleSessionName", "SourceIdentity", "Tags");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    String arn = parameters.required("RoleArn");
    String session = parameters.required("RoleSessionName");
    int seconds = parameters.integer("DurationSeconds", SHORTEST, LONGEST).orElse(USUAL);
    Matcher role = ROLE.matcher(arn);
    if (!role.matches()) {
      throw AwsException.validation(arn + " is invalid");
    }
    String account = role.group(1);
    String id = principals.roleId() + ":" + session;
    Principal assumed =
        new Principal(
            account,
            "arn:aws:sts::" + account + ":assumed-role/" + role.group(2) + "/" + session,
            id);
    TemporaryCredentials credentials = principals.assume(assumed);
    result
        .element(
            "AssumedRoleUser", user -> user.text("AssumedRoleId", id).text("Arn", assumed.arn()))
        .element(
            "Credentials",
            written ->
                written
                    .text("AccessKeyId", credentials.accessKeyId())
                    .text("SecretAccessKey", credentials.secret())
                    .text("SessionToken", credentials.sessionToken())
                    .text("Expiration", request.now().plusSeconds(seconds)));
  }
}
