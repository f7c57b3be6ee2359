"""A device that tries to be another, by a client library that is not ours (Eclipse Paho).

Reads one line of JSON, the plan. Tries every filter and topic that is another's, says on one line which
filters were granted, waits for a line, then forges, tries to leave a will, speaks as itself twice, and says
on a second line what it heard and which receipts it got. It judges nothing: the test that starts it does.
"""

import json
import sys
import threading
import time

import paho.mqtt.client as mqtt

LIMIT_S = 15


class Probe:
    def __init__(self, plan, will=None):
        self.plan = plan
        self.heard = []
        self.receipts = []
        self.codes = {}
        self.changed = threading.Condition()
        self.connected = None
        version = mqtt.MQTTv5 if plan["protocol"] == "5" else mqtt.MQTTv311
        self.client = mqtt.Client(
            mqtt.CallbackAPIVersion.VERSION2, client_id=plan["user"], protocol=version,
            reconnect_on_failure=False,
        )
        self.client.username_pw_set(plan["user"], plan["password"])
        if will:
            self.client.will_set(plan["will_topic"], will, qos=1)
        self.client.on_connect = self.on_connect
        self.client.on_message = self.on_message
        self.client.on_subscribe = self.on_subscribe
        self.client.on_publish = self.on_publish
        self.client.on_disconnect = self.on_disconnect

    def note(self, change):
        with self.changed:
            change()
            self.changed.notify_all()

    def on_connect(self, client, userdata, flags, reason, properties):
        self.note(lambda: setattr(self, "connected", not reason.is_failure))

    def on_disconnect(self, client, userdata, flags, reason, properties):
        self.note(lambda: setattr(self, "connected", False))

    def on_message(self, client, userdata, message):
        def change():
            self.heard.append(message.topic)
            body = json.loads(message.payload)
            if body.get("kind") == "receipt" and "problem" not in body["body"]:
                # A broker may deliver once for every filter that fits.
                if body["body"]["re"] not in self.receipts:
                    self.receipts.append(body["body"]["re"])
        self.note(change)

    def on_subscribe(self, client, userdata, mid, reasons, properties):
        self.note(lambda: self.codes.update({("sub", mid): reasons[0]}))

    def on_publish(self, client, userdata, mid, reason, properties):
        self.note(lambda: self.codes.update({("pub", mid): reason}))

    def wait(self, condition):
        with self.changed:
            return self.changed.wait_for(condition, LIMIT_S)

    def connect(self):
        """Whether the broker lets us in."""
        self.connected = None
        self.client.connect(self.plan["host"], self.plan["port"], keepalive=30)
        self.client.loop_start()
        self.wait(lambda: self.connected is not None)
        return bool(self.connected)

    def subscribe(self, topic):
        """Whether the broker says it granted the filter; it may also close the connection."""
        result, mid = self.client.subscribe(topic, qos=1)
        if result != mqtt.MQTT_ERR_SUCCESS:
            return False
        self.wait(lambda: ("sub", mid) in self.codes or not self.connected)
        reason = self.codes.get(("sub", mid))
        return reason is not None and not reason.is_failure

    def publish(self, topic, text):
        mid = self.client.publish(topic, text, qos=1).mid
        self.wait(lambda: ("pub", mid) in self.codes or not self.connected)

    def vanish(self):
        """Drops the connection without a goodbye, which is what sets a will free."""
        self.client.socket().close()
        self.client.loop_stop()


def come_back(plan):
    probe = Probe(plan)
    deadline = time.monotonic() + LIMIT_S
    while not probe.connect():
        probe.client.loop_stop()
        if time.monotonic() > deadline:
            raise SystemExit("the broker does not let the device in again")
        probe = Probe(plan)
    if not probe.subscribe(plan["inbox"]):
        raise SystemExit("the device's own inbox was refused")
    return probe


def main():
    plan = json.loads(sys.stdin.readline())
    probe = come_back(plan)
    granted, heard, receipts = [], [], []
    for topic in plan["foreign_filters"]:
        if not probe.connected:
            heard += probe.heard
            probe = come_back(plan)
        if probe.subscribe(topic):
            granted.append(topic)
    if not probe.connected:
        heard += probe.heard
        probe = come_back(plan)
    print(json.dumps({"granted": granted}), flush=True)
    sys.stdin.readline()

    for topic in plan["foreign_topics"]:
        probe.publish(topic, plan["forged"])
    probe.publish(plan["commands"], plan["own"]["text"])
    probe.wait(lambda: plan["own"]["id"] in probe.receipts)
    heard += probe.heard
    receipts += probe.receipts
    probe.client.disconnect()
    probe.client.loop_stop()

    heir = Probe(plan, will=plan["will"])
    left_a_will = heir.connect()
    if left_a_will:
        heir.vanish()
    else:
        heir.client.loop_stop()

    probe = come_back(plan)
    probe.publish(plan["commands"], plan["last"]["text"])
    probe.wait(lambda: plan["last"]["id"] in probe.receipts)
    heard += probe.heard
    receipts += probe.receipts
    print(json.dumps({"will": left_a_will, "heard": heard, "own_receipts": receipts}), flush=True)


if __name__ == "__main__":
    main()
