import WorkerBase
import CoreMetrics
import Foundation
public import Logging
import ServiceLifecycle
import UnixSignals

/// The frame of a worker's `main`: configuration, logging, signals and exit status.
public enum WorkerProcess {
  /// Runs the worker until SIGTERM or SIGINT has drained it.
  ///
  /// A second signal ends the process at once. If the drain is not over ten seconds after `DRAIN_SECONDS`, the process
  /// ends anyway.
  ///
  /// With `--version`, the process only prints ``Build/description``.
  ///
  /// If the configuration cannot work, the process exits with status 2; if the worker fails, with status 1. In both
  /// cases it writes a message to standard error.
  ///
  /// - Parameters:
  ///   - metrics: the worker's own metrics; the metrics page has them after ``MetricName/ofRuntime``.
  ///   - build: creates the worker's service from its settings.
  public static func run(
    metrics: [MetricName] = [],
    _ build: @Sendable (Settings, WorkerConfiguration, Logger) async throws -> any MonitoredService
  ) async {
    if CommandLine.arguments.dropFirst().contains("--version") { return print(Build.description) }
    do {
      let settings = try await Settings.fromEnvironment()
      try LogFormat.bootstrapLogging(settings)
      let registry = PrometheusRegistry(metrics)
      MetricsSystem.bootstrap(registry)
      let configuration = try WorkerConfiguration(settings)
      let logger = Logger(label: "qabyldau")
      logger.info(
        "Starting",
        metadata: [
          LogKey.version: "\(Build.version)", LogKey.revision: "\(Build.revision)", LogKey.sbom: "\(Build.sbomDigest)",
        ])
      try await configuration.health?.check()
      let service = try await build(settings, configuration, logger)
      let server = configuration.health.map {
        HealthServer($0, health: service.health, metrics: registry, logger: logger)
      }
      let forcedExit = ImpatientExit(drainSeconds: configuration.drainSeconds, logger: logger)
      // Services are shut down from the last to the first, so the health server answers until the lanes are drained.
      let services: [any Service] = [forcedExit] + (server.map { [$0] } ?? []) + [service]
      try await group(services, endedBy: [.sigterm, .sigint], logger: logger).run()
    } catch let error as SettingsError {
      fail(error.description, status: 2)
    } catch let error as BrokerError where error.code == .misconfigured {
      fail(error.detail, status: 2)
    } catch {
      fail("The worker failed: \(error)", status: 1)
    }
  }

  /// Groups services that are shut down from the last to the first, on a signal or when one of them returns.
  package static func group(_ services: [any Service], endedBy signals: [UnixSignal], logger: Logger) -> ServiceGroup {
    ServiceGroup(
      configuration: .init(services: services.map(named), gracefulShutdownSignals: signals, logger: logger))
  }

  /// Names the service by its type in the group's log lines.
  ///
  /// By default the group uses the service's description. A structure's description has everything that the structure
  /// holds, for example passwords in URLs and every school. Writing all this would take a fifth of the time of a start.
  private static func named(_ service: any Service) -> ServiceGroupConfiguration.ServiceConfiguration {
    .init(
      service: service, successTerminationBehavior: .gracefullyShutdownGroup, serviceName: "\(type(of: service))")
  }

  private static func fail(_ sentence: String, status: Int32) {
    FileHandle.standardError.write(Data((sentence + "\n").utf8))
    exit(status)
  }
}
