{{- define "gpupool.selector" -}}
app.kubernetes.io/name: gpupool
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "gpupool.labels" -}}
{{ include "gpupool.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Everything has the release's name: a release called gpupool is found as gpupool.kube-system.svc. */}}
{{- define "gpupool.name" -}}
{{ .Release.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "gpupool.image" -}}
{{- $repository := required "image.repository: the image isn't published anywhere, so say where you have put it (deploy/image/README.md)" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{ $repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end }}

{{- define "gpupool.clients" -}}
{{- if .Values.tls.allowedClients -}}
{{ toJson .Values.tls.allowedClients }}
{{- else -}}
{{ list (printf "cluster-autoscaler.%s" .Release.Namespace) | toJson }}
{{- end -}}
{{- end }}

{{- define "gpupool.configuration" -}}
{{- if hasKey .Values.config "server" }}
{{- fail "config.server: this chart writes the section `server` itself; use expander, tls and admin" }}
{{- end }}
server:
  cloudProvider: {listen: "0.0.0.0:8086"}
{{- if .Values.expander.enabled }}
  expander:
    listen: "0.0.0.0:8087"
    scheduler: {{ .Values.expander.scheduler }}
    budget: {{ .Values.expander.budget }}
{{- end }}
  admin:
    # probes and Prometheus come from outside the pod; nothing can be changed there without a token
    listen: "0.0.0.0:8088"
{{- if .Values.admin.tokenSecretName }}
    tokenFile: /etc/gpupool/admin/token
{{- end }}
  tls:
    certificate: /etc/gpupool/tls/tls.crt
    key: /etc/gpupool/tls/tls.key
    clientCa: /etc/gpupool/tls/ca.crt
    allowedClients: {{ include "gpupool.clients" . }}
{{ toYaml .Values.config }}
{{- end }}

{{/* What Google's libraries read to exchange a token of this cluster for one of theirs. */}}
{{- define "gpupool.gcpCredentials" -}}
{{- $credentials := dict
  "type" "external_account"
  "audience" .Values.identity.gcp.audience
  "subject_token_type" "urn:ietf:params:oauth:token-type:jwt"
  "token_url" "https://sts.googleapis.com/v1/token"
  "credential_source" (dict "file" "/var/run/secrets/gpupool/gcp/token" "format" (dict "type" "text")) -}}
{{- with .Values.identity.gcp.serviceAccount -}}
{{- $_ := set $credentials "service_account_impersonation_url" (printf "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/%s:generateAccessToken" .) -}}
{{- end -}}
{{ toPrettyJson $credentials }}
{{- end }}
