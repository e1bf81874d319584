package io.gpupool.clouds.emulator.gcp.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CustomRoleTest {

  @TempDir Path folder;

  @Test
  void thePermissionsOfARoleAreRead() throws IOException {
    Path file =
        write(
            """
            title: gpupool
            # what a refresh needs
            includedPermissions:
            - compute.instanceGroupManagers.get
              # and what changes groups
            - "compute.instanceGroupManagers.update"  # resize
            stage: GA
            """);

    assertThat(CustomRole.permissions(file))
        .containsExactly(
            "compute.instanceGroupManagers.get", "compute.instanceGroupManagers.update");
  }

  @Test
  void aFileWithoutPermissionsIsNoRole() throws IOException {
    Path file = write("title: gpupool\n- compute.zones.list\n");

    assertThatThrownBy(() -> CustomRole.permissions(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no list of includedPermissions");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("role.yaml"), text);
  }
}
