package io.gpupool.clouds.emulator.aws.access;

import io.gpupool.clouds.emulator.SeededNames;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is behind which access key. Any key will do and belongs to the default account, unless it was
 * given to another; only temporary keys must have been handed out here. Thread-safe.
 */
public final class Principals {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String BASE62 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String TEMPORARY = "ASIA";
  private static final String USER = "AIDAEMULATEDEMULATED0";

  private final String defaultAccount;
  private final SeededNames names;
  private final Map<String, String> accountByKey = new ConcurrentHashMap<>();
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  public Principals(String defaultAccount, SeededNames names) {
    this.defaultAccount = defaultAccount;
    this.names = names;
  }

  /** Lets a key belong to an account. */
  public void assign(String accessKeyId, String account) {
    if (!account.matches("\\d{12}")) {
      throw new IllegalArgumentException("'" + account + "' is no account: it has twelve digits");
    }
    accountByKey.put(accessKeyId, account);
  }

  /**
   * Who signed a request, if the key is good.
   *
   * @param token the session token, which temporary keys need
   */
  Optional<Principal> of(String accessKeyId, Optional<String> token) {
    if (accessKeyId.startsWith(TEMPORARY)) {
      return Optional.ofNullable(sessions.get(accessKeyId))
          .filter(session -> token.equals(Optional.of(session.token())))
          .map(Session::principal);
    }
    String account = accountByKey.getOrDefault(accessKeyId, defaultAccount);
    return Optional.of(new Principal(account, "arn:aws:iam::" + account + ":user/emulated", USER));
  }

  /** Hands out credentials for a session of a role. */
  public TemporaryCredentials assume(Principal role) {
    TemporaryCredentials credentials =
        new TemporaryCredentials(
            TEMPORARY + names.word(16, BASE32), names.word(40, BASE62), names.word(120, BASE62));
    sessions.put(credentials.accessKeyId(), new Session(role, credentials.sessionToken()));
    return credentials;
  }

  /** An id for a role, as AWS writes them. */
  public String roleId() {
    return "AROA" + names.word(17, BASE32);
  }

  private record Session(Principal principal, String token) {}
}
