package io.gpupool.clouds.emulator.aws.wire;

import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes an answer's XML, element by element, with everything escaped that must be. */
public final class Xml {

  private static final Pattern NOT_IN_XML =
      Pattern.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Dialect dialect;
  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;
  private @Nullable String postponed;

  Xml(Dialect dialect) {
    this.dialect = dialect;
    try {
      this.writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    } catch (XMLStreamException impossible) {
      throw new IllegalStateException("no XML writer", impossible);
    }
  }

  /** An element around others. */
  public Xml element(String name, Consumer<Xml> content) {
    start(name);
    content.accept(this);
    end();
    return this;
  }

  /** An element around others, if there is something to write about. */
  public <T> Xml element(String name, Optional<T> subject, BiConsumer<Xml, T> content) {
    subject.ifPresent(present -> element(name, xml -> content.accept(xml, present)));
    return this;
  }

  /** An element with a value. */
  public Xml text(String name, Object value) {
    start(name);
    characters(value instanceof Instant instant ? MILLISECONDS.format(instant) : value.toString());
    end();
    return this;
  }

  /** An element with a value, if there is one. */
  public Xml text(String name, Optional<?> value) {
    value.ifPresent(present -> text(name, present));
    return this;
  }

  /** A list of structures; an empty list is an empty element. */
  public <T> Xml list(String name, Iterable<T> items, BiConsumer<Xml, T> item) {
    return list(name, dialect.itemName(), items, item);
  }

  /** A list of structures whose items have a name of their own. */
  public <T> Xml list(String name, String itemName, Iterable<T> items, BiConsumer<Xml, T> item) {
    return element(
        name, list -> items.forEach(each -> list.element(itemName, xml -> item.accept(xml, each))));
  }

  /** A list of plain values. */
  public Xml texts(String name, Iterable<?> values) {
    return element(name, list -> values.forEach(each -> list.text(dialect.itemName(), each)));
  }

  void root(String name, String namespace, Consumer<Xml> content) {
    start(name);
    try {
      if (!namespace.isEmpty()) {
        writer.writeDefaultNamespace(namespace);
      }
    } catch (XMLStreamException impossible) {
      throw unwritable(impossible);
    }
    content.accept(this);
    end();
  }

  /** An element that is only there if something is written into it. */
  Xml ifAnything(String name, Consumer<Xml> content) {
    postponed = name;
    content.accept(this);
    if (postponed == null) {
      end();
    }
    postponed = null;
    return this;
  }

  private void start(String name) {
    String outer = postponed;
    postponed = null;
    try {
      if (outer != null) {
        writer.writeStartElement(outer);
      }
      writer.writeStartElement(name);
    } catch (XMLStreamException impossible) {
      throw unwritable(impossible);
    }
  }

  private void end() {
    try {
      writer.writeEndElement();
    } catch (XMLStreamException impossible) {
      throw unwritable(impossible);
    }
  }

  /** Carriage returns as references, or every reader would take them for line feeds. */
  private void characters(String value) {
    try {
      String[] lines = writable(value).split("\r", -1);
      writer.writeCharacters(lines[0]);
      for (int i = 1; i < lines.length; i++) {
        writer.writeEntityRef("#13");
        writer.writeCharacters(lines[i]);
      }
    } catch (XMLStreamException impossible) {
      throw unwritable(impossible);
    }
  }

  /** The text with a question mark for every character that XML has no way to write. */
  static String writable(String text) {
    return NOT_IN_XML.matcher(text).replaceAll("?");
  }

  private static IllegalStateException unwritable(XMLStreamException cause) {
    return new IllegalStateException("XML can't be written to memory", cause);
  }

  /** What has been written. */
  @Override
  public String toString() {
    try {
      writer.flush();
    } catch (XMLStreamException impossible) {
      throw unwritable(impossible);
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text;
  }
}
