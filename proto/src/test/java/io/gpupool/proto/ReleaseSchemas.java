package io.gpupool.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Reads replies as a release of the autoscaler does, by what {@code src/test/protobuf} says it
 * knows and not by our own contract.
 */
final class ReleaseSchemas {

  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

  ReleaseSchemas() throws IOException, DescriptorValidationException {
    try (InputStream stream = ReleaseSchemas.class.getResourceAsStream("/releases.binpb")) {
      FileDescriptorSet set = FileDescriptorSet.parseFrom(Objects.requireNonNull(stream));
      // protoc writes a file after those it imports
      for (FileDescriptorProto file : set.getFileList()) {
        FileDescriptor[] imports =
            file.getDependencyList().stream()
                .map(name -> Objects.requireNonNull(files.get(name)))
                .toArray(FileDescriptor[]::new);
        files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
      }
    }
  }

  /** What this generation makes of these bytes. */
  DynamicMessage read(Generation generation, String message, ByteString bytes)
      throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(descriptor(generation, message), bytes);
  }

  /** Our message with the fields that this generation knows and no others. */
  Message cutTo(Generation generation, Message message) {
    Message.Builder builder = message.toBuilder();
    Descriptor known = descriptor(generation, message.getDescriptorForType().getName());
    for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
      FieldDescriptor field = entry.getKey();
      FieldDescriptor counterpart = known.findFieldByNumber(field.getNumber());
      if (counterpart == null) {
        builder.clearField(field);
      } else if (isMessageOf(known.getFile(), counterpart)) {
        builder.setField(field, cutTo(generation, (Message) entry.getValue()));
      }
    }
    return builder.build();
  }

  private static boolean isMessageOf(FileDescriptor file, FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().getFile() == file;
  }

  private Descriptor descriptor(Generation generation, String message) {
    FileDescriptor file = Objects.requireNonNull(files.get(generation.schema() + ".proto"));
    return Objects.requireNonNull(
        file.findMessageTypeByName(message), () -> message + " in " + file.getName());
  }
}
