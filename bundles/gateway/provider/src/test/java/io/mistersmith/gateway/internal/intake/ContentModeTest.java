package io.mistersmith.gateway.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentModeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/cloudevents+json                    | false | STRUCTURED",
                "Application/CloudEvents+JSON; charset=\"UTF-8\" | false | STRUCTURED",
                "application/cloudevents+json                    | true  | STRUCTURED",
                "application/cloudevents-batch+json              | false | BATCH",
                "application/x-ndjson                            | false | LINES",
                "application/json                                | true  | BINARY",
                "application/vnd.acme.order+json;v=1             | true  | BINARY",
            })
    void theContentTypeNamesTheMode(String type, boolean headers, ContentMode mode) {
        assertThat(ContentMode.of(type, headers)).contains(mode);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                              | false",
                "application/cloudevents+avro                  | true",
                "application/cloudevents-batch+avro            | true",
                "application/cloudevents+json;charset=utf-16   | false",
                "application/octet-stream                      | true",
                "text/plain                                    | false",
                "''                                            | false",
            })
    void whatCannotBeReadHasNoMode(String type, boolean headers) {
        assertThat(ContentMode.of(type, headers)).isEmpty();
    }

    @Test
    void withoutAContentTypeTheHeadersMakeItBinary() {
        assertThat(ContentMode.of(null, true)).contains(ContentMode.BINARY);
        assertThat(ContentMode.of(null, false)).isEmpty();
    }
}
