import Foundation
import TestTools

/// A folder of fresh certificates (`NAME.pem`) with their keys (`NAME.key`).
package struct TLSCertificates: Sendable {
  /// The RabbitMQ user of the certificate `client`.
  package static let user = "tls-tester"

  /// The folder of the files.
  package let folder: URL

  /// Creates the files with `openssl`.
  package init(in folder: URL) async throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try await Program.run("/bin/bash", ["-c", Self.script, "certificates", folder.path, Self.user])
  }

  /// The path of one of the files.
  package func path(_ file: String) -> String { folder.appending(path: file).path }

  /// The script that creates two authorities with the same name, and the certificates that they issue.
  ///
  /// A certificate that is valid for minus one day has expired.
  private static let script = #"""
    set -Eeuo pipefail
    cd "$1"
    exec 3>&2 2>openssl.txt
    trap 'cat openssl.txt >&3' ERR

    new_key=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes)
    authority() {
      openssl req -x509 "${new_key[@]}" -keyout "$1.key" -out "$1.pem" -days 2 -subj "/CN=Authority of the tests"
    }
    issue() { # NAME AUTHORITY DAYS SUBJECT ALTERNATIVE_NAMES
      openssl req -new "${new_key[@]}" -keyout "$1.key" -out "$1.csr" -subj "/CN=$4" -addext "subjectAltName=$5"
      openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -copy_extensions copy \
        -days "$3" -out "$1.pem"
    }

    authority authority
    authority impostor
    issue server authority 2 broker DNS:localhost,IP:127.0.0.1
    issue elsewhere authority 2 broker DNS:elsewhere.example,IP:192.0.2.1
    issue expired authority -1 broker DNS:localhost,IP:127.0.0.1
    issue client authority 2 "$2" DNS:client.example
    issue stranger authority 2 stranger DNS:client.example
    issue forged impostor 2 "$2" DNS:client.example
    cat client.key client.pem >both.pem
    openssl pkey -in client.key -aes256 -passout pass:locked -out locked.key
    """#
}
