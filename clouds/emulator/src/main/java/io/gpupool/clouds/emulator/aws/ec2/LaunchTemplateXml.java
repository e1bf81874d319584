package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes launch templates and their versions. A version's data is stored as the request had it and
 * written back by EC2's rule: names begin with a small letter, lists end in {@code Set}.
 */
final class LaunchTemplateXml {

  /** The lists whose names in answers don't follow the rule. */
  private static final Map<String, String> IRREGULAR = Map.of("LicenseSpecification", "licenseSet");

  private static final Comparator<String> NUMBERS_AS_NUMBERS =
      Comparator.comparingInt((String part) -> isNumber(part) ? part.length() : 0)
          .thenComparing(Comparator.naturalOrder());

  private LaunchTemplateXml() {}

  static void write(Xml xml, Request request, LaunchTemplate template) {
    xml.text("launchTemplateId", template.id())
        .text("launchTemplateName", template.name())
        .text("createTime", template.created())
        .text("createdBy", request.caller().arn())
        .text("defaultVersionNumber", template.defaultVersion())
        .text("latestVersionNumber", template.latestVersion());
    TagsXml.write(xml, template.tags());
  }

  static void writeVersion(
      Xml xml, Request request, LaunchTemplate template, LaunchTemplate.Version version) {
    xml.text("launchTemplateId", template.id())
        .text("launchTemplateName", template.name())
        .text("versionNumber", version.number())
        .text(
            "versionDescription",
            Optional.of(version.description()).filter(description -> !description.isEmpty()))
        .text("createTime", version.created())
        .text("createdBy", request.caller().arn())
        .text("defaultVersion", version.number() == template.defaultVersion())
        .element("launchTemplateData", data -> writeData(data, version.data()));
  }

  private static void writeData(Xml xml, LaunchTemplateData data) {
    writeStructure(xml, new TreeMap<>(data.settings()));
  }

  private static void writeStructure(Xml xml, SortedMap<String, String> settings) {
    Map<String, SortedMap<String, String>> parts = split(settings);
    parts.forEach(
        (name, inner) -> {
          if (inner.containsKey("")) {
            xml.text(lowerCamel(name), inner.get(""));
          } else if (isNumber(inner.firstKey())) {
            xml.element(
                IRREGULAR.getOrDefault(name, lowerCamel(name) + "Set"),
                list -> writeItems(list, inner));
          } else {
            xml.element(lowerCamel(name), structure -> writeStructure(structure, inner));
          }
        });
  }

  private static void writeItems(Xml xml, SortedMap<String, String> settings) {
    split(settings)
        .forEach(
            (number, inner) -> {
              if (inner.containsKey("")) {
                xml.text("item", inner.get(""));
              } else {
                xml.element("item", item -> writeStructure(item, inner));
              }
            });
  }

  /** Settings by the first part of their names; the rest of the name may be empty. */
  private static Map<String, SortedMap<String, String>> split(SortedMap<String, String> settings) {
    Map<String, SortedMap<String, String>> parts = new TreeMap<>(NUMBERS_AS_NUMBERS);
    settings.forEach(
        (name, value) -> {
          int dot = name.indexOf('.');
          String first = dot < 0 ? name : name.substring(0, dot);
          String rest = dot < 0 ? "" : name.substring(dot + 1);
          parts.computeIfAbsent(first, key -> new TreeMap<>()).put(rest, value);
        });
    return parts;
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty() && Character.isDigit(name.charAt(0));
  }

  private static String lowerCamel(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
