package io.gpupool.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address, IPv6 without brackets; empty for every address of the machine
 * @param port up to 65535; zero takes a free one
 */
public record ListenAddress(String host, int port) {

  private static final int HIGHEST_PORT = 65_535;
  private static final int LONGEST_HOST = 253;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9]|\\.(?=[A-Za-z0-9]))*");
  private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");
  private static final Pattern LOOKS_LIKE_IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public ListenAddress {
    if (!host.isEmpty() && !isName(host) && !isIpv4(host) && !isIpv6(host)) {
      throw new IllegalArgumentException("'" + host + "' is neither a host nor an address");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(port + " is no port");
    }
  }

  /**
   * Reads {@code host:port}, {@code [address]:port} or {@code :port}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' has no port");
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    if (bracketed != bare.contains(":")) {
      throw new IllegalArgumentException("brackets go with IPv6 in '" + text + "'");
    }
    return new ListenAddress(bare, port);
  }

  /** Whether only this machine can reach it. A name is looked up by nobody here. */
  public boolean isLoopback() {
    if (isIpv4(host)) {
      return host.startsWith("127.");
    }
    if (isIpv6(host)) {
      return ipv6(host).isLoopbackAddress();
    }
    return host.equalsIgnoreCase("localhost");
  }

  /** The same for a socket to bind; a name is looked up. */
  public InetSocketAddress toSocketAddress() {
    return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static boolean isName(String host) {
    return host.length() <= LONGEST_HOST
        && NAME.matcher(host).matches()
        && !LOOKS_LIKE_IPV4.matcher(host).matches();
  }

  private static boolean isIpv4(String host) {
    return IPV4.matcher(host).matches();
  }

  private static boolean isIpv6(String host) {
    if (!LOOKS_LIKE_IPV6.matcher(host).matches()) {
      return false;
    }
    try {
      ipv6(host);
      return true;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** Java looks up nothing that has a colon in it. */
  private static InetAddress ipv6(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException notAnAddress) {
      throw new IllegalArgumentException(notAnAddress);
    }
  }
}
