package io.gpupool.clouds.emulator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IAM policies as files. */
final class PolicyDocumentTest {

  @TempDir Path folder;

  @Test
  void whatIsAllowedIsReadAndWhatIsDeniedIsNot() throws IOException {
    assertThat(
            PolicyDocument.allowedActions(
                file(
                    """
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Action": ["ec2:DescribeImages", "ec2:Get*"], "Resource": "*"},
                      {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"},
                      {"Effect": "Deny", "Action": ["ec2:TerminateInstances"], "Resource": "*"}
                    ]}
                    """)))
        .containsExactly("ec2:DescribeImages", "ec2:Get*", "sts:AssumeRole");
  }

  @Test
  void aFileThatIsNoPolicyIsRefused() {
    assertThatThrownBy(() -> PolicyDocument.allowedActions(file("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no list of statements");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.json"), text);
  }
}
