package io.gpupool.clouds.emulator.aws.wire;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The two kinds of the query protocol: EC2's own, and the one of all other services. They differ in
 * how lists are written on the way in and out, in the frame around answers and errors, and in how
 * they complain about parameters.
 */
public enum Dialect {
  QUERY(".member.", "member") {
    @Override
    AwsException missing(String parameter) {
      return AwsException.validation(
          "1 validation error detected: Value null at '"
              + lowerCamel(parameter)
              + "' failed to satisfy constraint: Member must not be null");
    }

    @Override
    AwsException malformed(String parameter, String value, String constraint) {
      return AwsException.validation(
          "1 validation error detected: Value '"
              + value
              + "' at '"
              + lowerCamel(parameter)
              + "' failed to satisfy constraint: Member must "
              + constraint);
    }

    @Override
    public AwsException unknown(String parameter) {
      return AwsException.validation("The parameter " + parameter + " is not recognized");
    }

    @Override
    public String answer(Frame frame, Consumer<Xml> result) {
      Xml xml = new Xml(this);
      xml.root(
          frame.action() + "Response",
          frame.namespace(),
          body ->
              body.ifAnything(frame.action() + "Result", result)
                  .element("ResponseMetadata", meta -> meta.text("RequestId", frame.requestId())));
      return xml.toString();
    }

    @Override
    public String error(Frame frame, int status, String code, String message) {
      Xml xml = new Xml(this);
      xml.root(
          "ErrorResponse",
          frame.namespace(),
          body ->
              body.element(
                      "Error",
                      error ->
                          error
                              .text("Type", status < 500 ? "Sender" : "Receiver")
                              .text("Code", code)
                              .text("Message", message))
                  .text("RequestId", frame.requestId()));
      return xml.toString();
    }
  },

  EC2(".", "item") {
    @Override
    AwsException missing(String parameter) {
      return new AwsException(
          400, "MissingParameter", "The request must contain the parameter " + parameter);
    }

    @Override
    AwsException malformed(String parameter, String value, String constraint) {
      return new AwsException(
          400,
          "InvalidParameterValue",
          "Value ("
              + value
              + ") for parameter "
              + parameter
              + " is invalid. It must "
              + constraint
              + ".");
    }

    @Override
    public AwsException unknown(String parameter) {
      return new AwsException(
          400, "UnknownParameter", "The parameter " + parameter + " is not recognized");
    }

    @Override
    public String answer(Frame frame, Consumer<Xml> result) {
      Xml xml = new Xml(this);
      xml.root(
          frame.action() + "Response",
          frame.namespace(),
          body -> result.accept(body.text("requestId", frame.requestId())));
      return xml.toString();
    }

    @Override
    public String error(Frame frame, int status, String code, String message) {
      Xml xml = new Xml(this);
      xml.root(
          "Response",
          "",
          body ->
              body.element(
                      "Errors",
                      errors ->
                          errors.element(
                              "Error", error -> error.text("Code", code).text("Message", message)))
                  .text("RequestID", frame.requestId()));
      return xml.toString();
    }
  };

  private final String listInfix;
  private final String itemName;

  Dialect(String listInfix, String itemName) {
    this.listInfix = listInfix;
    this.itemName = itemName;
  }

  /**
   * What surrounds an answer.
   *
   * @param namespace the service's XML namespace, empty for none
   */
  public record Frame(String action, String namespace, String requestId) {}

  /** What stands between a list's name and an item's number in a form. */
  String listInfix() {
    return listInfix;
  }

  /** What an item of a list is called in XML. */
  String itemName() {
    return itemName;
  }

  /** The complaint about a parameter that isn't there. */
  abstract AwsException missing(String parameter);

  /** The complaint about a parameter that must be something else. */
  abstract AwsException malformed(String parameter, String value, String constraint);

  /** The complaint about a parameter that the emulator doesn't know for this action. */
  public abstract AwsException unknown(String parameter);

  /** A successful answer around what an action writes. */
  public abstract String answer(Frame frame, Consumer<Xml> result);

  /** An error. */
  public abstract String error(Frame frame, int status, String code, String message);

  private static String lowerCamel(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
