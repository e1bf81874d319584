package io.gpupool.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.net.URI;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * What an editor makes of a configuration: YAML first, which turns 1.30 into 1.3, then the schema.
 */
final class EditorCheck {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory DRAFT =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final JsonSchema SCHEMA =
      DRAFT.getSchema(JSON.<JsonNode>valueToTree(ConfigSchema.asJson()));

  private EditorCheck() {}

  /** What the editor would mark; empty if nothing. */
  static List<String> complaints(String yaml) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Object document = new Load(settings).loadFromString(yaml);
    return told(SCHEMA, document);
  }

  /** What is wrong with the schema itself; empty if nothing. */
  static List<String> complaintsAboutTheSchema() {
    JsonSchema metaschema = DRAFT.getSchema(URI.create(SpecVersion.VersionFlag.V202012.getId()));
    return told(metaschema, ConfigSchema.asJson());
  }

  private static List<String> told(JsonSchema schema, Object document) {
    return schema.validate(JSON.<JsonNode>valueToTree(document)).stream()
        .map(ValidationMessage::getMessage)
        .toList();
  }
}
