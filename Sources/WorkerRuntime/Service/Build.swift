internal import CBuild
internal import Crypto
import Foundation
internal import QueueContracts

/// What a program was built from.
public enum Build {
  /// As in CHANGELOG.md.
  public static let version = "0.1.0"

  /// What `git describe` said to `make release`, with `-changed` if the checkout had changes; `unknown` in a build for
  /// development.
  public static let revision = String(cString: qabyldau_revision())

  /// The libraries in it, as CycloneDX 1.6.
  public static let sbom = Data(PackageResources.sbom_cdx_json)

  /// The SHA-256 of ``sbom``, in hexadecimal digits.
  public static let sbomDigest = SHA256.hash(data: sbom).hexDigits

  /// What `--version` prints.
  public static let description = "\(version) (revision \(revision), SBOM sha256:\(sbomDigest))"
}
