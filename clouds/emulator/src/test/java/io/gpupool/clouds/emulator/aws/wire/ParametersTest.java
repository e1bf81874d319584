package io.gpupool.clouds.emulator.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.Form;
import io.gpupool.clouds.emulator.aws.model.AwsException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ParametersTest {

  @Test
  void listsOfMostServicesHaveMembers() {
    Parameters parameters = query("Names.member.2=b&Names.member.10=c&Names.member.1=a");

    assertThat(parameters.texts("Names")).containsExactly("a", "b", "c");
  }

  @Test
  void listsOfEc2AreFlat() {
    Parameters parameters = ec2("InstanceId.1=i-1&InstanceId.2=i-2");

    assertThat(parameters.texts("InstanceId")).containsExactly("i-1", "i-2");
  }

  @Test
  void anEmptyListIsNoList() {
    assertThat(query("Names=").texts("Names")).isEmpty();
  }

  @Test
  void structuresNest() {
    Parameters filter =
        ec2("Filter.1.Name=tag:a.b&Filter.1.Value.1=x&Filter.1.Value.2=y")
            .structures("Filter")
            .get(0);

    assertThat(filter.required("Name")).isEqualTo("tag:a.b");
    assertThat(filter.texts("Value")).containsExactly("x", "y");
  }

  @Test
  void aStructureWithoutPartsIsNotThere() {
    assertThat(query("Other.Name=x").structure("Some")).isEmpty();
    assertThat(query("Some.Name=x").structure("Some")).isPresent();
  }

  @Test
  void eachDialectComplainsInItsOwnWords() {
    assertThatThrownBy(() -> query("").required("AutoScalingGroupName"))
        .isInstanceOf(AwsException.class)
        .hasMessage(
            "ValidationError: 1 validation error detected: Value null at 'autoScalingGroupName'"
                + " failed to satisfy constraint: Member must not be null");
    assertThatThrownBy(() -> ec2("").required("InstanceId"))
        .isInstanceOf(AwsException.class)
        .hasMessage("MissingParameter: The request must contain the parameter InstanceId");
    assertThatThrownBy(() -> query("Key=").required("Key"))
        .hasMessageContaining("Value '' at 'key' failed to satisfy constraint");
    assertThatThrownBy(() -> query("MaxRecords=many").integer("MaxRecords"))
        .hasMessageContaining("Value 'many' at 'maxRecords' failed to satisfy constraint");
    assertThatThrownBy(() -> ec2("MaxResults=4").integer("MaxResults", 5, 100))
        .hasMessageContaining("InvalidParameterValue: Value (4) for parameter MaxResults");
    assertThatThrownBy(() -> query("Force=maybe").flag("Force"))
        .hasMessageContaining("Member must be true or false");
  }

  @Test
  void parametersThatAnActionDoesNotKnowAreRefused() {
    assertThatThrownBy(() -> query("Known.member.1=a&Unknown.Part=b").check(Set.of("Known"), ""))
        .hasMessage("ValidationError: The parameter Unknown.Part is not recognized");
    assertThatThrownBy(() -> ec2("Unknown=b").check(Set.of("Known"), "DryRun"))
        .hasMessage("UnknownParameter: The parameter Unknown is not recognized");
  }

  @Test
  void textThatXmlCannotHoldIsRefused() {
    assertThatThrownBy(() -> query("Name=a%00b").check(Set.of("Name"), ""))
        .hasMessageContaining("' at 'name' failed to satisfy constraint");
  }

  @Test
  void timesMayLackAnOffset() {
    assertThat(List.of("2000-01-18T08:15:00Z", "2000-01-18T16:15:00+08:00", "2000-01-18T08:15:00"))
        .allSatisfy(
            text ->
                assertThat(Parameters.parseTime(text))
                    .contains(Instant.parse("2000-01-18T08:15:00Z")));
    assertThat(Parameters.parseTime("yesterday")).isEmpty();
  }

  private static Parameters query(String form) {
    return Parameters.of(Dialect.QUERY, Form.decode(form));
  }

  private static Parameters ec2(String form) {
    return Parameters.of(Dialect.EC2, Form.decode(form));
  }
}
