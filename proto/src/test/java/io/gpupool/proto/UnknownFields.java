package io.gpupool.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a message carries that its schema doesn't declare, at any depth. */
final class UnknownFields {

  private UnknownFields() {}

  /** Paths such as {@code options.5}: the fields on the way, then the number nobody declared. */
  static SortedSet<String> of(Message message) {
    SortedSet<String> paths = new TreeSet<>();
    collect(message, "", paths);
    return paths;
  }

  /** The same message as if those fields had never been sent. */
  static Message removedFrom(Message message) {
    Message.Builder builder =
        message.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
        continue;
      }
      if (!field.isRepeated()) {
        builder.setField(field, removedFrom((Message) entry.getValue()));
        continue;
      }
      builder.clearField(field);
      for (Message element : elements(entry)) {
        builder.addRepeatedField(field, removedFrom(element));
      }
    }
    return builder.build();
  }

  private static void collect(Message message, String path, SortedSet<String> paths) {
    for (int number : message.getUnknownFields().asMap().keySet()) {
      paths.add(path + number);
    }
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      if (entry.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        for (Message element : elements(entry)) {
          collect(element, path + entry.getKey().getName() + ".", paths);
        }
      }
    }
  }

  private static List<Message> elements(Map.Entry<FieldDescriptor, Object> entry) {
    if (entry.getKey().isRepeated()) {
      return ((List<?>) entry.getValue()).stream().map(Message.class::cast).toList();
    }
    return List.of((Message) entry.getValue());
  }
}
