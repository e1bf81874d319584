package io.gpupool.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares each message of a file with the official message of the same name: every field must be
 * there under the same name, with the same number, type and label.
 *
 * @param fields how many fields were compared, by message
 * @param differences a sentence for each thing that isn't the same or couldn't be compared
 */
record SubsetComparison(Map<String, Integer> fields, List<String> differences) {

  static SubsetComparison of(FileDescriptor subset, List<FileDescriptor> official) {
    SubsetComparison comparison = new SubsetComparison(new TreeMap<>(), new ArrayList<>());
    if (!subset.getEnumTypes().isEmpty() || !subset.getExtensions().isEmpty()) {
      comparison.differences.add(
          subset.getName() + " has enums or extensions: nobody compares them");
    }
    for (Descriptor message : subset.getMessageTypes()) {
      comparison.compare(message, official);
    }
    return comparison;
  }

  private void compare(Descriptor message, List<FileDescriptor> official) {
    List<Descriptor> candidates = new ArrayList<>();
    for (FileDescriptor file : official) {
      Descriptor candidate = file.findMessageTypeByName(message.getName());
      if (candidate != null) {
        candidates.add(candidate);
      }
    }
    if (candidates.size() != 1) {
      differences.add(
          message.getName() + " has " + candidates.size() + " official messages of its name");
      return;
    }
    boolean hasTypesOfItsOwn =
        !message.getEnumTypes().isEmpty()
            || message.getNestedTypes().stream().anyMatch(type -> !type.getOptions().getMapEntry());
    if (hasTypesOfItsOwn) {
      differences.add(message.getName() + " declares types inside: nobody compares them");
    }
    for (FieldDescriptor field : message.getFields()) {
      compare(field, candidates.get(0));
    }
    fields.put(message.getName(), message.getFields().size());
  }

  private void compare(FieldDescriptor field, Descriptor official) {
    String name = field.getContainingType().getName() + "." + field.getName();
    FieldDescriptor counterpart = official.findFieldByName(field.getName());
    if (counterpart == null) {
      differences.add(name + " is no official field");
      return;
    }
    String ours = form(field);
    String theirs = form(counterpart);
    if (!ours.equals(theirs)) {
      differences.add(name + " is " + ours + ", officially " + theirs);
    }
  }

  /** Number, label and type, the last by its simple name as the packages differ. */
  private static String form(FieldDescriptor field) {
    String type = field.getType().name().toLowerCase(Locale.ROOT);
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      type = "map of " + form(entry.findFieldByNumber(1)) + ", " + form(entry.findFieldByNumber(2));
    } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      type = field.getMessageType().getName();
    }
    return field.toProto().getLabel().name().substring("LABEL_".length()).toLowerCase(Locale.ROOT)
        + " "
        + type
        + " = "
        + field.getNumber();
  }
}
