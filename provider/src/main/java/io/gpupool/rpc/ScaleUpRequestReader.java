package io.gpupool.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.gpupool.expander.NodeFacts;
import io.gpupool.expander.Proposal;
import io.gpupool.expander.ScaleUpRequest;
import io.gpupool.packing.PodClass;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code BestOptionsRequest} as it comes in. It may have hundreds of megabytes, for each pod
 * is in it once for each option that would hold it; so nothing of it is kept but one copy of each
 * pod's bytes, by which the pod is known again, and each pod is read once. Of the two forms in
 * which releases send nodes and pods, the newer is taken where it is filled.
 */
final class ScaleUpRequestReader {

  private static final int OPTION = 1;
  private static final int NODES = 2;
  private static final int NODES_IN_BYTES = 3;

  private static final int GROUP = 1;
  private static final int NODE_COUNT = 2;
  private static final int PODS = 4;
  private static final int PODS_IN_BYTES = 5;

  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** So many of what can't be read are told; more would tell nothing new. */
  private static final int MOST_TOLD = 10;

  private static final Parser<Pod> POD = DiscardUnknownFieldsParser.wrap(Pod.parser());
  private static final Parser<Node> NODE = DiscardUnknownFieldsParser.wrap(Node.parser());

  /** An option while it is read: the classes of its pods, one by one, in either form. */
  private static final class Option {
    private String group = "";
    private int nodes;
    private final PodList older = new PodList();
    private final PodList newer = new PodList();
  }

  /** Numbers of classes, as many as there are pods. */
  private static final class PodList {
    private final Map<Integer, Integer> byClass = new HashMap<>();

    void add(int number) {
      byClass.merge(number, 1, Integer::sum);
    }

    boolean isEmpty() {
      return byClass.isEmpty();
    }
  }

  private final CodedInputStream in;
  private final Map<ByteString, Integer> known = new HashMap<>();
  private final PodClasses classes = new PodClasses();
  private final List<Option> options = new ArrayList<>();
  private final Map<String, ByteString> olderNodes = new LinkedHashMap<>();
  private final Map<String, ByteString> newerNodes = new LinkedHashMap<>();
  private final List<String> unreadable = new ArrayList<>();
  private int unreadableCount;
  private boolean inBytes;

  private ScaleUpRequestReader(InputStream stream) {
    this.in = CodedInputStream.newInstance(stream, 1 << 16);
    this.in.setSizeLimit(Integer.MAX_VALUE);
  }

  /**
   * A request, and in which form it came.
   *
   * @param request what is asked
   * @param inBytes whether it came in the form of releases from 1.34.2 on
   */
  record Received(ScaleUpRequest request, boolean inBytes) {}

  /**
   * Reads one whole.
   *
   * @throws InvalidProtocolBufferException if it isn't that message
   */
  static Received read(InputStream stream) throws IOException {
    return new ScaleUpRequestReader(stream).read();
  }

  private Received read() throws IOException {
    int tag = in.readTag();
    while (tag != 0) {
      if (!isBytes(tag)) {
        in.skipField(tag);
      } else {
        field(WireFormat.getTagFieldNumber(tag), tag);
      }
      tag = in.readTag();
    }
    if (unreadableCount > MOST_TOLD) {
      unreadable.add("and " + (unreadableCount - MOST_TOLD) + " more that can't be read");
    }
    List<Proposal> proposals = proposals();
    return new Received(
        new ScaleUpRequest(classes.classes(), pending(proposals), proposals, nodes(), unreadable),
        inBytes);
  }

  /**
   * Pods have names and so are told apart by their bytes; some that aren't count as often as an
   * option has them.
   */
  private List<Integer> pending(List<Proposal> proposals) {
    List<Integer> pods = new ArrayList<>(classes.pods());
    for (Proposal proposal : proposals) {
      for (int c = 0; c < pods.size(); c++) {
        pods.set(c, Math.max(pods.get(c), proposal.podsByClass().get(c)));
      }
    }
    return pods;
  }

  private void field(int number, int tag) throws IOException {
    switch (number) {
      case OPTION -> options.add(option());
      case NODES -> entry(olderNodes);
      case NODES_IN_BYTES -> {
        inBytes = true;
        entry(newerNodes);
      }
      default -> in.skipField(tag);
    }
  }

  private Option option() throws IOException {
    Option option = new Option();
    int before = in.pushLimit(in.readRawVarint32());
    int tag = in.readTag();
    while (tag != 0) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number == NODE_COUNT && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
        option.nodes = in.readInt32();
      } else if (number == GROUP && isBytes(tag)) {
        option.group = in.readStringRequireUtf8();
      } else if (number == PODS && isBytes(tag)) {
        pod(option.older);
      } else if (number == PODS_IN_BYTES && isBytes(tag)) {
        inBytes = true;
        pod(option.newer);
      } else {
        in.skipField(tag);
      }
      tag = in.readTag();
    }
    in.popLimit(before);
    return option;
  }

  private void pod(PodList pods) throws IOException {
    ByteString bytes = in.readBytes();
    Integer number = known.get(bytes);
    if (number == null) {
      number = read(bytes);
      known.put(bytes, number);
    }
    if (number >= 0) {
      pods.add(number);
    }
  }

  /** The number of the pod's class, or -1 if it can't be read. */
  private int read(ByteString bytes) {
    try {
      PodClass pod = PodForm.read(POD.parseFrom(bytes));
      return classes.add(pod);
    } catch (InvalidProtocolBufferException e) {
      tell("a pod of " + bytes.size() + " bytes: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      tell(String.valueOf(e.getMessage()));
    }
    return -1;
  }

  private void tell(String what) {
    if (unreadableCount++ < MOST_TOLD) {
      unreadable.add(what);
    }
  }

  private void entry(Map<String, ByteString> nodes) throws IOException {
    String key = "";
    ByteString value = ByteString.EMPTY;
    int before = in.pushLimit(in.readRawVarint32());
    int tag = in.readTag();
    while (tag != 0) {
      int number = WireFormat.getTagFieldNumber(tag);
      if (number == KEY && isBytes(tag)) {
        key = in.readStringRequireUtf8();
      } else if (number == VALUE && isBytes(tag)) {
        value = in.readBytes();
      } else {
        in.skipField(tag);
      }
      tag = in.readTag();
    }
    in.popLimit(before);
    nodes.put(key, value);
  }

  private static boolean isBytes(int tag) {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  private List<Proposal> proposals() {
    return options.stream()
        .map(
            option ->
                new Proposal(
                    option.group,
                    option.nodes,
                    counts(option.newer.isEmpty() ? option.older : option.newer)))
        .toList();
  }

  private List<Integer> counts(PodList pods) {
    List<Integer> counts = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      counts.add(pods.byClass.getOrDefault(c, 0));
    }
    return counts;
  }

  private Map<String, NodeFacts> nodes() {
    Map<String, NodeFacts> nodes = new HashMap<>();
    (newerNodes.isEmpty() ? olderNodes : newerNodes)
        .forEach(
            (group, bytes) -> {
              try {
                nodes.put(group, NodeForm.read(NODE.parseFrom(bytes)));
              } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
                tell("the node of " + group + ": " + e.getMessage());
              }
            });
    return nodes;
  }
}
