#!/usr/bin/env php
<?php
// A school's own system: reads its queue, prints each request, and decides: it enrols while it has places.
//
// Written from contracts/v1 alone; README.md says how to run it.
declare(strict_types=1);

require '/usr/share/php/PhpAmqpLib/autoload.php';

use PhpAmqpLib\Channel\AMQPChannel;
use PhpAmqpLib\Connection\AMQPStreamConnection;
use PhpAmqpLib\Message\AMQPMessage;

$bin = getenv('SCHOOL_BIN');
$places = (int) (getenv('PLACES') === false ? '1' : getenv('PLACES'));
// After so many decisions it ends; 0: never.
$decisions = (int) (getenv('DECISIONS') ?: '0');

// What was decided, by application. A real school's database, which survives this process.
$decided = [];

/** The decision on an application; asked again, the same one. */
function decide(array $request, string $bin, int $places, array &$decided): array
{
    $application = $request['applicationId'];
    if (!isset($decided[$application])) {
        $enrolled = count(array_filter($decided, fn($decision) => $decision['decision'] === 'enrolled'));
        $decision = [
            'applicationId' => $application,
            'school' => ['bin' => $bin],
            'decision' => $enrolled < $places ? 'enrolled' : 'refused',
            'decidedAt' => date(DATE_RFC3339),
            'decidedBy' => 'director',
        ];
        if ($decision['decision'] === 'refused') {
            // A code of the school's own: the contract has no words for it, so these are told to the family.
            $decision['reasons'] = [[
                'code' => 'hall.rebuilt',
                'text' => [
                    'kk' => 'Мектеп ғимараты жөнделіп жатыр',
                    'ru' => 'Здание школы ремонтируется',
                    'en' => 'The school is being rebuilt',
                ],
            ]];
        }
        $decided[$application] = $decision;
    }
    return $decided[$application];
}

/** RFC 4122, version 5: a decision that is sent again is the same message. */
function derivedId(string $namespace, string $name): string
{
    $hash = substr(sha1(hex2bin(str_replace('-', '', $namespace)) . $name), 0, 32);
    $hash[12] = '5';
    $hash[16] = dechex(hexdec($hash[16]) & 0x3 | 0x8);
    return preg_replace('/^(.{8})(.{4})(.{4})(.{4})(.{12})$/', '$1-$2-$3-$4-$5', $hash);
}

/** Returns when the broker has confirmed the decision; throws if it does not, or no queue takes it. */
function publish(AMQPChannel $channel, array $decision, string $service, string $bin, string $requestId): void
{
    $message = new AMQPMessage(json_encode($decision, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), [
        'content_type' => 'application/json',
        'delivery_mode' => AMQPMessage::DELIVERY_MODE_PERSISTENT,
        'type' => 'school.decided.v1',
        'message_id' => derivedId($requestId, 'school.decided.v1'),
        'correlation_id' => $decision['applicationId'],
        'timestamp' => time(),
        'app_id' => 'school',
    ]);
    $channel->basic_publish($message, 'admission', "school.decided.$service.$bin", true);
    $channel->wait_for_pending_acks_returns(30);
}

$url = parse_url(getenv('AMQP_URL'));
$connection = new AMQPStreamConnection(
    $url['host'], $url['port'] ?? 5672, urldecode($url['user']), urldecode($url['pass']),
    urldecode(ltrim($url['path'] ?? '', '/')) ?: '/');
$channel = $connection->channel();
$channel->confirm_select();
$channel->set_nack_handler(fn() => throw new RuntimeException('The broker did not take the decision.'));
$channel->set_return_listener(fn() => throw new RuntimeException('No queue takes the decision.'));
$channel->basic_qos(0, 1, false);

$take = function (AMQPMessage $message) use ($channel, $bin, $places, $decisions, &$decided): void {
    $request = json_decode($message->getBody(), true, flags: JSON_THROW_ON_ERROR);
    if ($message->get('type') === 'school.admissionRequested.v1') {
        $child = $request['child'];
        echo "Request {$request['arrival']}: {$child['givenName']} {$child['familyName']}, grade {$request['grade']},",
            " {$request['service']}, answer by {$request['dueBy']}\n";
        $decision = decide($request, $bin, $places, $decided);
        publish($channel, $decision, $request['service'], $bin, $message->get('message_id'));
        $reasons = implode(', ', array_column($decision['reasons'] ?? [], 'code'));
        echo rtrim("Decided: {$decision['decision']} $reasons"), "; confirmed.\n";
    } elseif ($message->get('type') === 'school.admissionWithdrawn.v1') {
        unset($decided[$request['applicationId']]);
        echo "Withdrawn: application {$request['applicationId']}\n";
    }
    // Only now: whatever happens before, the request comes again.
    $message->ack();
    if ($decisions > 0 && count($decided) >= $decisions) {
        $channel->basic_cancel($message->getConsumerTag());
    }
};
$channel->basic_consume("admission.schools.$bin", callback: $take);
echo "School $bin reads its queue.\n";
while ($channel->is_consuming()) {
    $channel->wait();
}
$connection->close();
