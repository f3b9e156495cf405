import ArgumentParser
import Operations
import QueueContracts
import WorkerRuntime

extension TopologyCommand {
  /// Prints the users and their rights, for RabbitMQ to import; no broker is needed.
  struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Print a user for each worker, portal, school and operator with the user's rights, without asking a broker.",
      discussion: """
        The output is a definitions file: rabbitmqctl import_definitions FILE. No user has a password, so nobody can \
        log in before rabbitmqctl change_password USER. Importing the file again removes the passwords; use \
        --rights-only to change the rights of existing users. Reads RETRY_LADDER_SECONDS, because the workers' rights \
        depend on it. The user school.<bin> is for a school's own system; the user school is for the hub, which speaks \
        for all schools.
        """)

    @OptionGroup var selection: SchoolSelection
    @OptionGroup var place: VirtualHostOption

    @Flag(help: "Leave out the users, so that they keep their passwords when the rights are imported.")
    var rightsOnly = false

    func run() async throws {
      let topology = try Topology.version1(try await Connections.settings())
      let users = TopologyUsers(
        BrokerUser.all(topology, schools: selection.schools), virtualHost: place.virtualHost, rightsOnly: rightsOnly)
      Terminal.answer(json: users)
    }
  }
}

/// Users and their rights in the form that RabbitMQ imports.
struct TopologyUsers: Encodable {
  struct User: Encodable {
    let name: String
    /// An empty hash, which no password has.
    let passwordHash = ""
    let hashingAlgorithm = "rabbit_password_hashing_sha256"
    let tags: [String] = []

    enum CodingKeys: String, CodingKey {
      case name, tags
      case passwordHash = "password_hash"
      case hashingAlgorithm = "hashing_algorithm"
    }
  }

  struct Permission: Encodable {
    let user: String
    let vhost: String
    let configure: String
    let write: String
    let read: String
  }

  struct TopicPermission: Encodable {
    let user: String
    let vhost: String
    let exchange: String
    let write: String
    /// The pattern of the routing keys with which the user may bind a queue; only the empty key matches it.
    let read = "^$"
  }

  let vhosts: [TopologyDefinitions.VirtualHost]
  let users: [User]?
  let permissions: [Permission]
  let topicPermissions: [TopicPermission]

  enum CodingKeys: String, CodingKey {
    case vhosts, users, permissions
    case topicPermissions = "topic_permissions"
  }

  init(_ users: [BrokerUser], virtualHost: String, rightsOnly: Bool) {
    vhosts = [TopologyDefinitions.VirtualHost(name: virtualHost)]
    self.users = rightsOnly ? nil : users.map { User(name: $0.name) }
    permissions = users.map { user in
      Permission(
        user: user.name, vhost: virtualHost, configure: user.configure, write: user.write, read: user.read)
    }
    topicPermissions = users.flatMap { user in
      user.topics.map { topic in
        TopicPermission(user: user.name, vhost: virtualHost, exchange: topic.exchange, write: topic.keys)
      }
    }
  }
}
