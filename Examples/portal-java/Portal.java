import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.tools.json.JSONReader;
import com.rabbitmq.tools.json.JSONWriter;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.util.*;
import java.util.concurrent.*;

/** A portal: sends one application and prints what its family is told, until the school has decided. */
public final class Portal {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

  public static void main(String[] arguments) throws Exception {
    BlockingQueue<Map<String, Object>> arrived = new LinkedBlockingQueue<>();
    HttpServer history = serviceHistory(URI.create(setting("PORTAL_URL")), arrived);
    try {
      String application = apply();
      while (!tell(application, arrived.take())) {}
    } finally {
      history.stop(0);
    }
  }

  static String setting(String name) {
    return Objects.requireNonNull(System.getenv(name), name + " is not set.");
  }

  /** Sends an application; returns its id. */
  static String apply() throws Exception {
    byte[] form = json(form(setting("SCHOOL_BIN"), attach()));
    // Kept with the application until the broker has confirmed it: published again, it is the same message.
    String application = UUID.randomUUID().toString(), message = UUID.randomUUID().toString();
    String number = String.valueOf(System.currentTimeMillis());
    publish(message, application, json(Map.of(
        "applicationId", application, "number", number,
        "submittedAt", OffsetDateTime.now().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
        "form", Base64.getEncoder().encodeToString(form),
        "signature", Map.of("method", "sms", "attestation", attest(form, key(setting("PORTAL_KEY")))))));
    System.out.printf("Published application %s as %s: confirmed.%n", number, message);
    return application;
  }

  /** Shows an entry of this application's history; returns whether it is the last one. */
  static boolean tell(String application, Map<String, Object> entry) {
    if (!entry.get("applicationId").equals(application)) return false;
    String resolution = entry.get("resolution") == null ? "" : " " + entry.get("resolution");
    System.out.printf("Step %s, %s%s: %s%n", entry.get("step"), entry.get("status"), resolution, at(entry, "title", "en"));
    for (Object reason : (List<?>) entry.get("reasons")) {
      Object english = at(reason, "text", "en");
      System.out.printf("  %s: %s%n", at(reason, "code"), english == null ? at(reason, "text", "ru") : english);
    }
    return entry.get("status").equals("completed");
  }

  /** Returns when the broker has confirmed the message; throws if no queue takes it. */
  static void publish(String message, String application, byte[] body) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(setting("AMQP_URL"));
    // "amqp://host/" is the default virtual host to all libraries but this one.
    if (factory.getVirtualHost().isEmpty()) factory.setVirtualHost("/");
    try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
      List<String> returned = new ArrayList<>();
      channel.confirmSelect();
      channel.addReturnListener((code, text, exchange, key, properties, content) -> returned.add(text));
      channel.basicPublish("admission", "application.submitted", true,
          new AMQP.BasicProperties.Builder()
              .contentType("application/json").deliveryMode(2).type("application.submitted.v1").messageId(message)
              .correlationId(application).timestamp(new Date()).appId("portal").build(),
          body);
      channel.waitForConfirmsOrDie(30_000);
      // What no queue takes is returned before it is confirmed.
      if (!returned.isEmpty()) throw new IOException("No queue takes it: " + returned);
    }
  }

  /** That the applicant confirmed these bytes with an SMS password: a JWS, compact, ES256. */
  static String attest(byte[] form, PrivateKey key) throws Exception {
    Map<?, ?> applicant = (Map<?, ?>) at(read(form), "applicant");
    String claims = BASE64URL.encodeToString(json(Map.of(
        "sub", applicant.get("iin"), "phone", applicant.get("phone"), "iat", System.currentTimeMillis() / 1000,
        "formSha256", sha256(form))));
    String signed = BASE64URL.encodeToString(json(Map.of("alg", "ES256", "typ", "JWT"))) + "." + claims;
    // A JWS has the two numbers, 32 bytes each; without "inP1363Format" it would be DER.
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + BASE64URL.encodeToString(signature.sign());
  }

  /** A PEM object PRIVATE KEY of the curve P-256. */
  static PrivateKey key(String file) throws Exception {
    String text = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----", "");
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
  }

  /** A family that does not exist. Not the first grade: that is taken from April to August alone. */
  static Map<String, Object> form(String school, List<Object> documents) {
    LocalDate born = LocalDate.of(2016, 5, 12);
    return Map.of(
        "service", "enrolment", "language", "kk",
        "applicant", Map.of("iin", madeUpIin(LocalDate.of(1985, 1, 1)), "familyName", "Үлгі", "givenName", "Ана",
            "relation", "parent", "phone", "+77010000001"),
        "child", Map.of("iin", madeUpIin(born), "familyName", "Үлгі", "givenName", "Бала", "birthDate", born.toString()),
        "school", Map.of("bin", school), "grade", 2, "instructionLanguage", "kk", "consentToDataAccess", true,
        "documents", documents);
  }

  /** A girl's number: YYMMDD, century and sex, four digits, the check digit. */
  static String madeUpIin(LocalDate born) {
    int[][] passes = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2}};
    while (true) {
      String text = born.format(DateTimeFormatter.ofPattern("yyMMdd")) + (born.getYear() >= 2000 ? 6 : 4)
          + String.format("%04d", new Random().nextInt(10_000));
      for (int[] weights : passes) {
        int sum = 0;
        for (int index = 0; index < 11; index++) sum += (text.charAt(index) - '0') * weights[index];
        if (sum % 11 < 10) return text + sum % 11;
      }
      // 10 by both passes: such a number is never issued.
    }
  }

  /** Puts each sample document into the document store; a file is named after its kind. */
  static List<Object> attach() throws Exception {
    Path store = Path.of(URI.create(setting("DOCUMENTS_URL"))).resolve("sha256");
    Files.createDirectories(store);
    List<Object> documents = new ArrayList<>();
    try (var files = Files.newDirectoryStream(Path.of(setting("EXAMPLE_DOCUMENTS")))) {
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        String name = file.getFileName().toString(), digest = sha256(content);
        Files.write(store.resolve(digest), content);
        documents.add(Map.of("kind", name.substring(0, name.indexOf('.')), "reference", "sha256/" + digest,
            "fileName", name, "mediaType", name.endsWith(".png") ? "image/png" : "application/pdf",
            "size", content.length, "sha256", digest));
      }
    }
    return documents;
  }

  /** The portal's end of the service history: NotifyWorker puts each entry here, again until it is answered. */
  static HttpServer serviceHistory(URI url, BlockingQueue<Map<String, Object>> arrived) throws IOException {
    Set<Object> known = ConcurrentHashMap.newKeySet();  // A real portal's database.
    HttpServer server = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
    server.createContext("/service-history/", exchange -> {
      Map<String, Object> entry = read(exchange.getRequestBody().readAllBytes());
      boolean fits = exchange.getRequestURI().getPath()
          .endsWith("/" + entry.get("recipientIin") + "/entries/" + entry.get("entryId"));
      int status = !fits ? 400 : known.add(entry.get("entryId")) ? 201 : 409;
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      if (status == 201) arrived.add(entry);
    });
    server.start();
    return server;
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static byte[] json(Object value) { return new JSONWriter().write(value).getBytes(StandardCharsets.UTF_8); }

  @SuppressWarnings("unchecked")
  static Map<String, Object> read(byte[] json) {
    return (Map<String, Object>) new JSONReader().read(new String(json, StandardCharsets.UTF_8));
  }

  static Object at(Object value, String... path) {
    for (String key : path) value = ((Map<?, ?>) value).get(key);
    return value;
  }
}
