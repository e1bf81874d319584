package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Map;
import java.util.TreeMap;

/** Writes tags as EC2 does. */
final class TagsXml {

  private TagsXml() {}

  static void write(Xml xml, Map<String, String> tags) {
    xml.list(
        "tagSet",
        new TreeMap<>(tags).entrySet(),
        (item, tag) -> item.text("key", tag.getKey()).text("value", tag.getValue()));
  }
}
