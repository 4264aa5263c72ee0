package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

class FunctionPagesIT extends FunctionsIT {

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Autowired
    private FunctionCatalog catalog;

    @Test
    void aNewcomerIsLedToTheFirstFunction() {
        String page = loggedIn(newMember()).get("/functions").body();

        assertThat(page).contains("Your first function, in two minutes").contains("href=\"/functions/new\"");
    }

    @Test
    void aFunctionIsMadeFromAStarterAndShown() {
        Member member = newMember();
        Browser browser = developer(member);

        HttpResponse<String> made =
                create(browser, "hello", "export const handler = async () => 1;", "starter", "hello");

        assertThat(made.statusCode()).isEqualTo(302);
        assertThat(made.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/functions/hello/code"));
        String code = browser.get("/functions/hello/code").body();
        assertThat(code)
                .contains("Deployed.")
                .contains("/functions/hello/test?sample=hello")
                .contains("value=\"index.mjs\"")
                .contains("export const handler = async () =&gt; 1;")
                .contains("/fn/" + member.organizationSlug() + "/hello/")
                .contains("Authorization: Bearer $MILLIRUN_TOKEN");
        assertThat(browser.get("/functions").body())
                .contains("href=\"/functions/hello/code\"")
                .contains("nodejs24.x · 256 MB")
                .contains(">$0<");
        assertThat(audit(member)).isEqualTo(1);
    }

    @Test
    void choosingAnotherRuntimeBringsItsCodeUnlessOtherCodeWasWritten() {
        Browser browser = developer();

        String chosen = browser.post("/functions/new", "runtime", "python3.13", "starter", "hello", "source", "")
                .body();
        String kept = browser.post(
                        "/functions/new",
                        "runtime",
                        "python3.13",
                        "starter",
                        "hello",
                        "source",
                        "my own",
                        "handler",
                        "mine.run",
                        "name",
                        "typed")
                .body();

        assertThat(chosen)
                .contains("def lambda_handler(event, context)")
                .contains("lambda_function.py")
                .contains("value=\"lambda_function.lambda_handler\"");
        assertThat(kept).contains("my own").contains("value=\"mine.run\"").contains("value=\"typed\"");
    }

    @ParameterizedTest
    @CsvSource({
        "name, bad name, name-error, letters",
        "runtime, cobol85, runtime-error, There is no runtime",
        "handler, index, handler-error, names a file and a function",
        "memoryMb, 64, memoryMb-error, 128 to 10240 MB",
        "memoryMb, lots, memoryMb-error, whole number of megabytes",
        "timeoutSeconds, 901, timeoutSeconds-error, 1 to 900",
    })
    void whatIsWrongIsToldAtItsField(String field, String value, String error, String text) {
        Member member = newMember();
        Browser browser = developer(member);

        HttpResponse<String> answer = create(browser, "hello", "export {}", field, value);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("id=\"" + error + "\"")
                .contains(text)
                .contains("export {}");
        assertThat(deployed(member)).isZero();
    }

    @Test
    void aSecretIsWrittenKeptAndNeverShown() {
        Member member = newMember();
        Browser browser = developer(member);
        create(browser, "hello", "export {}");
        browser.get("/functions/hello/settings");

        browser.post("/functions/hello/secrets", "secret", "API_TOKEN", "value", "s3cr3t-4711");
        HttpResponse<String> page = browser.get("/functions/hello/settings");
        browser.post(
                "/functions/hello/settings",
                "runtime",
                "nodejs24.x",
                "handler",
                "index.handler",
                "memoryMb",
                "512",
                "timeoutSeconds",
                "5",
                "urlAuth",
                "ACCESS_KEY",
                "revision",
                hidden(page, "revision"));

        assertThat(page.body()).contains("API_TOKEN").doesNotContain("s3cr3t-4711");
        assertThat(environment(member)).isEqualTo(Map.of("API_TOKEN", "s3cr3t-4711"));
        browser.get("/functions/hello/settings");
        browser.post("/functions/hello/secrets/API_TOKEN/delete");
        assertThat(environment(member)).isEmpty();
    }

    private Map<String, String> environment(Member member) {
        return CurrentTenant.call(
                member.organization(),
                () -> catalog.find(member.organization(), new FunctionName("hello"))
                        .orElseThrow()
                        .settings()
                        .environment());
    }

    @Test
    void everyVariableIsKeptAndAReservedOneRefused() {
        Browser browser = developer();

        HttpResponse<String> refused = create(
                browser, "hello", "export {}", "environment[0].name", "AWS_EXECUTION_ENV", "environment[0].value", "x");
        HttpResponse<String> made = create(
                browser,
                "hello",
                "export {}",
                "environment[0].name",
                "GREETING",
                "environment[0].value",
                "Hi & <hello>",
                "environment[4].name",
                "OTHER",
                "environment[4].value",
                "2");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("id=\"environment-error\"")
                .contains("set by the platform: AWS_EXECUTION_ENV");
        assertThat(made.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions/hello/settings").body())
                .contains("value=\"GREETING\"")
                .contains("value=\"Hi &amp; &lt;hello&gt;\"")
                .contains("value=\"OTHER\"");
    }

    @Test
    void aTakenNameIsToldAtItsField() {
        Browser browser = developer();
        create(browser, "hello", "export {}");

        HttpResponse<String> again = create(browser, "hello", "export const other = 1;");

        assertThat(again.statusCode()).isEqualTo(422);
        assertThat(again.body())
                .contains("id=\"name-error\"")
                .contains("There is a function called hello already.")
                .contains("export const other = 1;");
    }

    @Test
    void aZipIsDeployedAndItsOtherFilesStayWhenTheEditorDeploys() throws Exception {
        Browser browser = developer();
        byte[] zip = zip("index.mjs", "export const handler = async () => 1;", "logo.png", "\0binary");

        assertThat(createFromZip(browser, "zipped", zip).statusCode()).isEqualTo(302);

        HttpResponse<String> page = browser.get("/functions/zipped/code");
        assertThat(page.body()).contains("Files not shown").contains("logo.png");
        HttpResponse<String> deployed = browser.post(
                "/functions/zipped/code",
                "revision",
                hidden(page, "revision"),
                "digest",
                hidden(page, "digest"),
                "files[0].path",
                "index.mjs",
                "files[0].text",
                "export const handler = async () => 2;\r\n",
                "files[1].path",
                "lib/two.mjs",
                "files[1].text",
                "export const two = 2;");
        assertThat(deployed.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions/zipped/code").body())
                .contains("async () =&gt; 2;\n")
                .contains("value=\"lib/two.mjs\"")
                .contains("logo.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"this is no zip", ""})
    void whatIsNotAZipIsRefusedAndNothingIsMade(String content) {
        Member member = newMember();
        Browser browser = developer(member);

        HttpResponse<String> refused = createFromZip(browser, "zipped", content.getBytes(StandardCharsets.UTF_8));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"source-error\"").contains("not a zip file");
        assertThat(deployed(member)).isZero();
    }

    @Test
    void aZipThatLeavesItsRootNamesTheEntry() throws Exception {
        Browser browser = developer();
        create(browser, "hello", "export {}");
        HttpResponse<String> page = browser.get("/functions/hello/code");

        HttpResponse<String> refused = browser.postFile(
                "/functions/hello/zip",
                "zip",
                zip("index.mjs", "", "../evil.mjs", ""),
                "revision",
                hidden(page, "revision"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("../evil.mjs").contains("root with ..");
        assertThat(hidden(browser.get("/functions/hello/code"), "digest")).isEqualTo(hidden(page, "digest"));
    }

    @Test
    void codeWithoutTheHandlersFileIsNotDeployed() {
        Browser browser = developer();
        create(browser, "hello", "export {}");
        HttpResponse<String> page = browser.get("/functions/hello/code");

        HttpResponse<String> refused = browser.post(
                "/functions/hello/code",
                "revision",
                hidden(page, "revision"),
                "digest",
                hidden(page, "digest"),
                "files[0].path",
                "main.mjs",
                "files[0].text",
                "mine");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Not deployed.")
                .contains("needs a file index.mjs")
                .contains("mine");
    }

    @Test
    void aFileIsAddedAndRemovedWithoutDeploying() {
        Browser browser = developer();
        create(browser, "hello", "export {}");
        HttpResponse<String> page = browser.get("/functions/hello/code");
        String[] fields = {
            "revision",
            hidden(page, "revision"),
            "digest",
            hidden(page, "digest"),
            "files[0].path",
            "index.mjs",
            "files[0].text",
            "changed"
        };

        String added = browser.post("/functions/hello/files", fields).body();
        String[] removing = new String[fields.length + 2];
        System.arraycopy(fields, 0, removing, 0, fields.length);
        removing[fields.length] = "remove";
        removing[fields.length + 1] = "0";
        String removed = browser.post("/functions/hello/files", removing).body();

        assertThat(added).contains("changed").contains("name=\"files[1].path\"");
        assertThat(removed).doesNotContain("changed");
        assertThat(hidden(browser.get("/functions/hello/code"), "digest")).isEqualTo(hidden(page, "digest"));
    }

    @Test
    void filesWithoutANameOrWithTheSameAreToldWhere() {
        Browser browser = developer();
        create(browser, "hello", "export {}");
        HttpResponse<String> page = browser.get("/functions/hello/code");

        String refused = browser.post(
                        "/functions/hello/code",
                        "revision",
                        hidden(page, "revision"),
                        "digest",
                        hidden(page, "digest"),
                        "files[0].path",
                        "index.mjs",
                        "files[0].text",
                        "1",
                        "files[1].path",
                        "",
                        "files[1].text",
                        "2",
                        "files[2].path",
                        "index.mjs",
                        "files[2].text",
                        "3")
                .body();

        assertThat(refused)
                .contains("id=\"files[1].path-error\"")
                .contains("Give this file a name.")
                .contains("id=\"files[2].path-error\"")
                .contains("There is a file of this name already.");
    }

    @Test
    void aDeploymentFromAnOldPageIsRefused() {
        Browser browser = developer();
        create(browser, "hello", "export {}");
        HttpResponse<String> page = browser.get("/functions/hello/code");
        String[] fields = {
            "revision",
            hidden(page, "revision"),
            "digest",
            hidden(page, "digest"),
            "files[0].path",
            "index.mjs",
            "files[0].text",
            "first"
        };
        browser.post("/functions/hello/code", fields);
        fields[7] = "second";

        HttpResponse<String> refused = browser.post("/functions/hello/code", fields);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("changed by somebody else").contains("second");
        assertThat(browser.get("/functions/hello/code").body()).contains("first");
    }

    @Test
    void settingsAreSavedOrRefusedWhole() {
        Browser browser = developer();
        create(browser, "hello", "export {}");
        String revision = hidden(browser.get("/functions/hello/settings"), "revision");

        HttpResponse<String> refused = settings(browser, revision, "1024", "1200", "index.handler");
        HttpResponse<String> noSuchFile = settings(browser, revision, "1024", "60", "other.handler");
        HttpResponse<String> saved = settings(browser, revision, "1024", "60", "index.handler");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"timeoutSeconds-error\"").contains("value=\"1200\"");
        assertThat(noSuchFile.body()).contains("id=\"handler-error\"").contains("needs a file other.mjs");
        assertThat(saved.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions/hello/settings").body())
                .contains("Saved.")
                .contains("1,024 MB")
                .contains("60 s timeout");
        assertThat(settings(browser, revision, "512", "60", "index.handler").body())
                .contains("Not saved.")
                .contains("changed by somebody else");
    }

    @Test
    void deletingAsksForTheName() {
        Member member = newMember();
        Browser browser = developer(member);
        create(browser, "hello", "export {}");

        HttpResponse<String> refused = browser.post("/functions/hello/delete", "confirmation", "hallo");
        HttpResponse<String> deleted = browser.post("/functions/hello/delete", "confirmation", "hello");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("Nothing was deleted.");
        assertThat(deleted.statusCode()).isEqualTo(302);
        assertThat(browser.get("/functions").body()).contains("hello is deleted.");
        assertThat(browser.get("/functions/hello/code").statusCode()).isEqualTo(404);
        assertThat(deployed(member)).isZero();
    }

    @Test
    void anotherOrganizationsFunctionIsNotFound() {
        create(developer(), "hello", "export {}");
        Browser stranger = developer();

        for (String page : new String[] {"code", "code.zip", "test", "settings"}) {
            assertThat(stranger.get("/functions/hello/" + page).statusCode())
                    .as(page)
                    .isEqualTo(404);
        }
        assertThat(stranger.post("/functions/hello/delete", "confirmation", "hello")
                        .statusCode())
                .isEqualTo(404);
        assertThat(stranger.get("/functions/not a name/code".replace(" ", "%20"))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void theCodeIsDownloadedAsItWasDeployed() {
        Browser browser = developer();
        create(browser, "hello", "export {}");

        HttpResponse<String> download = browser.get("/functions/hello/code.zip");

        assertThat(download.headers().firstValue("Content-Type")).hasValue("application/zip");
        assertThat(download.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(header -> assertThat(header).contains("hello.zip"));
        assertThat(download.body()).startsWith("PK");
    }

    @Test
    void theRuntimesPageSaysHowFarEachIs() {
        worker.sql("delete from runtime_manager.runtime_status").update();
        assertThat(developer().get("/runtimes").body()).contains("No node reports");
        worker.sql("""
                insert into runtime_manager.runtime_status values
                    ('n1', 'nodejs24.x', 'Node.js 24', 'AVAILABLE', 'img/node:1', '', now(), now()),
                    ('n1', 'python3.13', 'Python 3.13', 'UNAVAILABLE', 'the mirror is away', 'runtimes/build python3.13',
                        now(), now())
                on conflict (node, runtime) do update set reported_at = now()
                """).update();
        Browser browser = developer();

        String page = browser.get("/runtimes").body();

        assertThat(page)
                .contains("Node.js 24")
                .contains("Ready")
                .contains("the mirror is away")
                .contains("runtimes/build python3.13");
        create(browser, "snake", "def handler(): pass", "runtime", "python3.13", "handler", "app.handler");
        assertThat(browser.get("/functions/snake/code").body())
                .contains("Calls are answered with 503 for now.")
                .contains("the mirror is away");
    }

    private HttpResponse<String> settings(
            Browser browser, String revision, String memory, String timeout, String handler) {
        return browser.post(
                "/functions/hello/settings",
                "revision",
                revision,
                "runtime",
                "nodejs24.x",
                "handler",
                handler,
                "memoryMb",
                memory,
                "timeoutSeconds",
                timeout,
                "urlAuth",
                "NONE");
    }

    private HttpResponse<String> createFromZip(Browser browser, String name, byte[] zip) {
        return browser.postFile(
                "/functions",
                "zip",
                zip,
                "name",
                name,
                "runtime",
                "nodejs24.x",
                "starter",
                "zip",
                "handler",
                "index.handler",
                "memoryMb",
                "128",
                "timeoutSeconds",
                "3");
    }

    private long deployed(Member member) {
        return worker.sql("""
                select (select count(*) from runtime_manager.function where tenant_id = :tenant)
                    + (select count(*) from runtime_manager.function_version where tenant_id = :tenant)
                """)
                .param("tenant", member.organization().value())
                .query(Long.class)
                .single();
    }

    private long audit(Member member) {
        return worker.sql("select count(*) from portal.audit_log where tenant_id = ? and action = 'function.create'")
                .param(member.organization().value())
                .query(Long.class)
                .single();
    }

    private static byte[] zip(String... pathsAndTexts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < pathsAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(pathsAndTexts[i]));
                zip.write(pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
