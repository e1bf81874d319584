#!/usr/bin/env bash
# Makes what goes into the image, from a packaged gpupool: a Java runtime that has the needed modules only,
# the jars, and a class-data archive of the classes that a start needs, which halves the time to ready.
#
#   runtime.sh provider/target OUT      OUT/java and OUT/gpupool; start it in OUT/gpupool (the archive
#                                       knows its jars by these relative names, sizes and times)
#
# It needs a JDK 17 with its jmods in JAVA_HOME or on the PATH, and 127.0.0.1.
set -euo pipefail

packaged=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
modules=java.base,java.instrument,java.logging,java.management,java.naming,java.net.http,java.scripting,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.unsupported,jdk.zipfs

rm -rf "$out/java" "$out/gpupool"
"${bin}jlink" --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --compress=1 --output "$out/java"
# what a distribution left in for its debuggers
if command -v strip >/dev/null; then
  find "$out/java/lib" -name '*.so' -exec strip --strip-unneeded {} +
fi
mkdir "$out/gpupool"
cp "$packaged/gpupool.jar" "$out/gpupool/"
cp -r "$packaged/lib" "$out/gpupool/lib"
# what demo, emulate and bench need and a server doesn't
rm -f "$out"/gpupool/lib/{ojalgo,wiremock-standalone,gpupool-clouds-emulator}-*.jar
# the archive holds for jars of these times; image builders set every file to a second after the epoch
find "$out/gpupool" -name '*.jar' -exec touch -d @1 {} +

# ---- a start as in the field, against emulated clouds, to learn which classes it needs

work=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

port() { # a port that was free a moment ago
  "$out/java/bin/java" -XX:TieredStopAtLevel=1 "$work/Port.java" 2>/dev/null || "${bin}java" "$work/Port.java"
}
cat >"$work/Port.java" <<'JAVA'
class Port {
  public static void main(String[] args) throws Exception {
    try (var socket = new java.net.ServerSocket(0)) {
      System.out.println(socket.getLocalPort());
    }
  }
}
JAVA
ready() { # 200 from /readyz
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3
  local line
  read -r line <&3 || true
  exec 3>&-
  [[ $line == *" 200 "* ]]
}

cd "$out/gpupool"
java=../java/bin/java
"$java" -jar gpupool.jar certificates --directory "$work/tls" >/dev/null
"$java" -jar "$packaged/gpupool.jar" emulate >"$work/clouds" &
pids+=($!)
for _ in $(seq 120); do
  grep -q '^gcp' "$work/clouds" && break
  sleep 0.5
done
url() { sed -n "s/^$1  *//p" "$work/clouds"; }
admin=$(port)
cat >"$work/gpupool.yaml" <<YAML
server:
  cloudProvider: {listen: "127.0.0.1:0"}
  expander: {listen: "127.0.0.1:0"}
  admin: {listen: "127.0.0.1:$admin"}
  tls: {certificate: tls/tls.crt, key: tls/tls.key, clientCa: tls/ca.crt}
clouds:
  - name: aws
    aws: {regions: [us-east-1], endpoint: "$(url aws)", discover: {tags: {k8s.io/cluster-autoscaler/enabled: ""}}}
  - name: gcp
    gcp: {project: my-project, endpoint: "$(url gcp)", credentials: none, discover: {namePrefix: "gpu"}}
  - name: azure
    # an emulated one if there is one; else nobody answers, and the classes are loaded all the same
    azure:
      subscription: 00000000-0000-0000-0000-000000000000
      endpoint: "$(url azure | grep . || echo http://127.0.0.1:9)"
      identity: {kind: none}
      discover: {tags: {cluster-autoscaler-enabled: ""}}
YAML
export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_EC2_METADATA_DISABLED=true NO_GCE_CHECK=true
"$java" -XX:DumpLoadedClassList="$work/classes" -jar gpupool.jar serve --config "$work/gpupool.yaml" 2>"$work/log" &
server=$!
pids+=("$server")
for _ in $(seq 240); do
  ready "$admin" && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.5
done
if ! ready "$admin"; then
  echo "runtime.sh: the server wasn't ready within two minutes, so there is no list of its classes:" >&2
  cat "$work/log" >&2
  exit 1
fi
kill "$server"
wait "$server" 2>/dev/null || true

# JDK 17 crashes on lambdas of signed jars, which Azure's are, so they stay out
grep -v '^@lambda' "$work/classes" >"$work/list"
"$java" -Xshare:dump -XX:SharedClassListFile="$work/list" -XX:SharedArchiveFile=gpupool.jsa -jar gpupool.jar \
  >"$work/dump" 2>&1 || { cat "$work/dump" >&2; exit 1; }
touch -d @1 gpupool.jsa
echo "$(du -sm "$out/java" | cut -f1) MiB of Java, $(du -sm "$out/gpupool/lib" | cut -f1) MiB of jars, $(du -sm gpupool.jsa | cut -f1) MiB of class data in $out"
