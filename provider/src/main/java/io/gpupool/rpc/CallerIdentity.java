package io.gpupool.rpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Lets only callers through who have proved who they are: by a certificate that the client CA has
 * signed and, if there is a list of allowed clients, by a DNS or URI name in it that is on the
 * list. The common name isn't looked at.
 *
 * <p>The handshake asks for a certificate without insisting, so that a caller without one gets a
 * sentence instead of a broken connection, and so that health checks need none. Everything else is
 * refused here, before any of it is read.
 */
public final class CallerIdentity implements ServerInterceptor {

  private static final int DNS_NAME = 2;
  private static final int URI_NAME = 6;
  private static final String HEALTH = "grpc.health.v1.Health";

  private volatile Set<String> allowed;

  /**
   * @param allowed DNS and URI names of which a caller needs one; none means that the CA's word is
   *     enough
   */
  public CallerIdentity(Collection<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /** Lets these through from the next call on, in the constructor's sense. */
  public void allow(Collection<String> names) {
    allowed = Set.copyOf(names);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    Status verdict = judge(call.getAttributes());
    if (verdict.isOk()) {
      return next.startCall(call, headers);
    }
    call.close(verdict, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private Status judge(Attributes connection) {
    SSLSession session = connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return Status.UNAUTHENTICATED.withDescription("gpupool is called over TLS only");
    }
    List<String> names;
    try {
      names = names(session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException none) {
      return Status.UNAUTHENTICATED.withDescription(
          "this caller has shown no client certificate; give the autoscaler's cloud config one"
              + " (key, cert) that gpupool's server.tls.clientCa has signed");
    } catch (CertificateParsingException unreadable) {
      return Status.UNAUTHENTICATED.withDescription(
          "the names in this caller's certificate can't be read: " + unreadable.getMessage());
    }
    Set<String> those = allowed;
    if (those.isEmpty() || names.stream().anyMatch(those::contains)) {
      return Status.OK;
    }
    return Status.PERMISSION_DENIED.withDescription(
        "this caller's certificate is for %s, and only %s may call (server.tls.allowedClients)"
            .formatted(names.isEmpty() ? "no DNS or URI name" : names, those));
  }

  private static List<String> names(Certificate certificate) throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    if (certificate instanceof X509Certificate x509 && x509.getSubjectAlternativeNames() != null) {
      for (List<?> name : x509.getSubjectAlternativeNames()) {
        if (name.get(0).equals(DNS_NAME) || name.get(0).equals(URI_NAME)) {
          names.add(String.valueOf(name.get(1)));
        }
      }
    }
    return names;
  }
}
