package io.millirun.runtimemanager.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.runtimemanager.engine.EngineRig.Options;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile code tries what DESIGN.md's security rules forbid. */
class IsolationIT {

    private static final String PYTHON = "python3.13";

    private static EngineRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = EngineRig.start(Options.usual(), PYTHON);
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    private static JsonObject run(String name, String body, int memoryMb) throws Exception {
        String source = "import json, os, socket, subprocess, threading, time, urllib.request\n"
                + "def reaches(host, port):\n"
                + "    try:\n"
                + "        socket.create_connection((host, port), 2).close()\n"
                + "        return True\n"
                + "    except OSError:\n"
                + "        return False\n"
                + "def attempt(act):\n"
                + "    try:\n"
                + "        act()\n"
                + "        return True\n"
                + "    except Exception:\n"
                + "        return False\n"
                + "def handler(event, context):\n"
                + body.indent(4);
        rig.deploy(PYTHON, name, "app.py", source, memoryMb, Duration.ofMinutes(2), Map.of(), UrlAuth.NONE);
        HttpResponse<String> answer = rig.invoke(name, "{}");
        assertThat(answer.headers().firstValue("X-Amz-Function-Error"))
                .as(answer.body())
                .isEmpty();
        return new JsonObject(answer.body());
    }

    @Test
    void otherPortsOfTheHostAreClosedAndTheOutsidersNetworksToo() throws Exception {
        try (var service = new ServerSocket(0, 8, InetAddress.getByName("0.0.0.0"))) {
            JsonObject seen = run("reach", """
                    gateway = os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')[0]
                    host = socket.gethostbyname(gateway)
                    return {
                        'service': reaches(host, %d),
                        'postgres': reaches(host, 5432),
                        'metadata': reaches('169.254.169.254', 80),
                        'private': reaches('10.0.0.1', 80) or reaches('192.168.0.1', 80) or reaches('172.17.0.1', 22),
                        'gateway': reaches(host, %d),
                    }
                    """.formatted(service.getLocalPort(), rig.port), 128);

            assertThat(seen)
                    .isEqualTo(new JsonObject()
                            .put("service", false)
                            .put("postgres", false)
                            .put("metadata", false)
                            .put("private", false)
                            .put("gateway", true));
        }
        assertThat(rig.driver.openDoor(rig.image(PYTHON))).isEmpty();
    }

    @Test
    void anotherInstancesNameIsOfNoUseAndItsPortsAreNotReached() throws Exception {
        JsonObject seen = run("pose", """
                api = os.environ['AWS_LAMBDA_RUNTIME_API']
                host, port = api.split(':')
                def poll(name):
                    request = urllib.request.Request('http://' + api + '/2018-06-01/runtime/invocation/next',
                                                     headers={'Host': name})
                    try:
                        return urllib.request.urlopen(request, timeout=2).status
                    except urllib.error.HTTPError as error:
                        return error.code
                mine = socket.gethostbyname(socket.gethostname())
                neighbours = ['.'.join(mine.split('.')[:3] + [str(n)]) for n in range(2, 8)]
                return {
                    'posing': poll('0123456789abcdef0123456789abcdef.instance:' + port),
                    'nameless': poll('localhost'),
                    'neighbour': any(reaches(n, 22) or reaches(n, 80) for n in neighbours if n != mine),
                }
                """, 128);

        assertThat(seen)
                .isEqualTo(
                        new JsonObject().put("posing", 403).put("nameless", 403).put("neighbour", false));
    }

    @Test
    void theRootIsReadOnlyAndTheCodeRunsWithoutRights() throws Exception {
        JsonObject seen = run("root", """
                status = dict(l.split(':\\t', 1) for l in open('/proc/self/status').read().splitlines() if ':\\t' in l)
                return {
                    'uid': os.getuid(),
                    'capabilities': status['CapEff'].strip(),
                    'noNewPrivileges': status['NoNewPrivs'].strip(),
                    'seccomp': status['Seccomp'].strip(),
                    'writesEtc': attempt(lambda: open('/etc/own', 'w')),
                    'writesUsr': attempt(lambda: open('/usr/own', 'w')),
                    'writesTmp': attempt(lambda: open('/tmp/own', 'w').write('x')),
                    'dockerSocket': os.path.exists('/var/run/docker.sock'),
                    'mounts': attempt(lambda: subprocess.check_call(['mount', '-t', 'tmpfs', 'none', '/mnt'],
                                                                    stderr=subprocess.DEVNULL)),
                    'platformVariables': [n for n in os.environ if n.startswith('MILLIRUN')],
                }
                """, 128);

        assertThat(seen.getInteger("uid")).isEqualTo(993);
        assertThat(seen.getString("capabilities")).isEqualTo("0000000000000000");
        assertThat(seen.getString("noNewPrivileges")).isEqualTo("1");
        assertThat(seen.getString("seccomp")).isEqualTo("2");
        assertThat(seen.getBoolean("writesEtc")).isFalse();
        assertThat(seen.getBoolean("writesUsr")).isFalse();
        assertThat(seen.getBoolean("writesTmp")).isTrue();
        assertThat(seen.getBoolean("dockerSocket")).isFalse();
        assertThat(seen.getBoolean("mounts")).isFalse();
        assertThat(seen.getJsonArray("platformVariables")).isEmpty();
    }

    @Test
    void aSmallFunctionMayWriteMuchMoreToTmpThanItHasMemory() throws Exception {
        JsonObject seen = run("writes", """
                with open('/tmp/big', 'wb') as f:
                    for _ in range(200):
                        f.write(b'x' * (1 << 20))
                return {'size': os.path.getsize('/tmp/big')}
                """, 128);

        assertThat(seen.getInteger("size")).isEqualTo(200 << 20);
    }

    @Test
    void aForkBombEndsAtTheLimitOfProcesses() throws Exception {
        JsonObject seen = run("forks", """
                children = []
                try:
                    while len(children) < 2000:
                        pid = os.fork()
                        if pid == 0:
                            time.sleep(20)
                            os._exit(0)
                        children.append(pid)
                except OSError:
                    pass
                for pid in children:
                    os.kill(pid, 9)
                return {'bounded': len(children) < 256}
                """, 512);

        assertThat(seen.getBoolean("bounded")).isTrue();
    }

    @Test
    void whatRunsOnAfterTheAnswerIsStoppedAndNothingOfAnEarlierTenantIsLeft() throws Exception {
        rig.deploy(PYTHON, "lingers", "app.py", """
                import threading, time
                ticks = 0
                def count():
                    global ticks
                    while True:
                        ticks += 1
                        time.sleep(0.005)
                threading.Thread(target=count, daemon=True).start()
                def handler(event, context):
                    return ticks
                """);
        rig.invoke("lingers", "{}");
        var version = rig.deployed("lingers");
        org.awaitility.Awaitility.await().until(() -> rig.fleet.frozen(version.revision()) == 1);
        long frozenAt = System.nanoTime();
        long cpu = rig.fleet.cpuMicros(version.revision());
        org.awaitility.Awaitility.await()
                .until(() ->
                        System.nanoTime() - frozenAt > Duration.ofSeconds(1).toNanos());

        assertThat(rig.fleet.cpuMicros(version.revision())).isEqualTo(cpu);
        assertThat(Integer.parseInt(rig.invoke("lingers", "{}").body())).isLessThan(100);
        assertThat(run("looks", "return {'tmp': os.listdir('/tmp'), 'task': os.listdir('/var/task')}", 128))
                .isEqualTo(new JsonObject("{\"tmp\":[],\"task\":[\"app.py\"]}"));
    }

    @Test
    void aNeighboursOpenPortIsNotReached() throws Exception {
        rig.deploy(PYTHON, "listens", "app.py", """
                import socket, time
                server = socket.create_server(('0.0.0.0', 7777))
                def handler(event, context):
                    time.sleep(event.get('for', 0))
                    return socket.gethostbyname(socket.gethostname())
                """, 128, Duration.ofSeconds(20), Map.of(), UrlAuth.NONE);
        String address = rig.invoke("listens", "{}").body().replace("\"", "");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var awake = callers.submit(() -> rig.invoke("listens", "{\"for\": 6}"));

            JsonObject seen = run("knocks", "return {'reached': reaches('" + address + "', 7777)}", 128);

            assertThat(seen.getBoolean("reached")).isFalse();
            assertThat(awake.get().body()).contains(address);
        }
    }

    @Test
    void anInstanceCannotAnswerForAnotherOrBeforeItIsAsked() throws Exception {
        JsonObject seen = run("forges", """
                api = os.environ['AWS_LAMBDA_RUNTIME_API']
                def post(path, body=b'1'):
                    request = urllib.request.Request('http://' + api + path, data=body, method='POST')
                    try:
                        return urllib.request.urlopen(request, timeout=2).status
                    except urllib.error.HTTPError as error:
                        return error.code
                return {
                    'foreign': post('/2018-06-01/runtime/invocation/0197a0b0-0000-7000-8000-000000000001/response'),
                    'malformed': post('/2018-06-01/runtime/invocation/x/response'),
                    'assignment': post('/millirun/v1/assignment'),
                    'unknown': post('/anything'),
                }
                """, 128);

        assertThat(seen)
                .isEqualTo(new JsonObject()
                        .put("foreign", 400)
                        .put("malformed", 400)
                        .put("assignment", 404)
                        .put("unknown", 404));
    }

    @Test
    void theGatewayHasNothingInternalForFunctions() throws Exception {
        JsonObject seen = run("internal", """
                host = socket.gethostbyname(os.environ['AWS_LAMBDA_RUNTIME_API'].split(':')[0])
                def get(path):
                    try:
                        return urllib.request.urlopen('http://%%s:%d%%s' %% (host, path), timeout=2).status
                    except urllib.error.HTTPError as error:
                        return error.code
                return {p: get(p) for p in ['/internal/demo', '/metrics', '/actuator', '/2018-06-01/runtime/invocation/next',
                                            '/millirun/v1/assignment']}
                """.formatted(rig.port), 128);

        assertThat(seen.getMap().values()).allMatch(status -> (int) status == 404 || (int) status == 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open('/tmp/fill%d' % n, 'wb')",
                "unlinked(n)",
            })
    void whoFillsItsDiskIsStoppedWithTheLimitInTheMessage(String file) throws Exception {
        rig.deploy(
                PYTHON,
                "fills" + file.length(),
                "app.py",
                """
                import os, time
                def unlinked(n):
                    f = open('/tmp/gone%d' % n, 'wb')
                    os.unlink('/tmp/gone%d' % n)
                    return f
                def handler(event, context):
                    kept = []
                    for n in range(30):
                        f = FILE
                        kept.append(f)
                        for _ in range(64):
                            f.write(b'x' * (1 << 20))
                        f.flush()
                        time.sleep(0.1)
                    return 'filled'
                """.replace("FILE", file),
                128,
                Duration.ofSeconds(60),
                Map.of(),
                UrlAuth.NONE);

        HttpResponse<String> answer = rig.invoke("fills" + file.length(), "{}");

        assertThat(answer.body()).contains("Runtime.DiskFull", "512 MB");
        JsonObject next = run("after" + file.length(), "return {'tmp': os.listdir('/tmp')}", 128);
        assertThat(next.getJsonArray("tmp")).isEmpty();
    }

    @Test
    void manyProcessesTogetherHaveNoMoreMemoryThanTheFunction() throws Exception {
        JsonObject seen = run("herd", """
                def hoard():
                    pid = os.fork()
                    if pid == 0:
                        try:
                            x = [bytearray(4 << 20) for _ in range(20)]
                            time.sleep(5)
                        finally:
                            os._exit(0)
                    return pid
                herd = [hoard() for _ in range(8)]
                ends = [os.waitstatus_to_exitcode(os.waitpid(p, 0)[1]) for p in herd]
                return {'killed': sum(1 for end in ends if end == -9)}
                """, 256);

        assertThat(seen.getInteger("killed")).isPositive();
    }
}
