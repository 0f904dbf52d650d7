package io.mistersmith.configuration.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.mistersmith.configuration.internal.schema.MetatypeReader;
import io.mistersmith.configuration.internal.schema.Schema;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class TypedTest {

    private static final String XML =
            """
            <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="ports" name="Ports">
                <AD id="none" type="Integer" default=""/>
                <AD id="many" type="Integer" default="many"/>
                <AD id="http" type="Integer" default="80"/>
              </OCD>
            </MetaData>
            """;

    @Test
    void valuesAndDefaultsHaveTheTypesOfTheMetatype() {
        assertThat(Typed.of(Schemas.orders(), Map.of("large.above", "+5", "hosts", List.of("c"))))
                .isEqualTo(Map.of("large.above", 5, "hosts", List.of("c"), "mode", "FAST", "live", true));
    }

    @Test
    void aDefaultThatIsNoneOfItsTypeCountsAsNone() throws XMLStreamException {
        Schema ports = MetatypeReader.read(new ByteArrayInputStream(XML.getBytes(StandardCharsets.UTF_8)))
                .schemas()
                .get(0);

        assertThat(Typed.of(ports, Map.of())).isEqualTo(Map.of("http", 80));
    }
}
