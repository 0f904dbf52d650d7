package io.mistersmith.configuration.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mistersmith.configuration.internal.guard.Schemas;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

class MetatypeReaderTest {

    @Test
    void aDocumentGivesSchemasAndWhichPidsFollowThem() throws XMLStreamException {
        Metatype metatype = read(Schemas.ORDERS_XML);

        assertThat(metatype.links())
                .containsExactly(
                        new Metatype.Link(
                                "io.mistersmith.examples.orders", false, "io.mistersmith.examples.orders.OrdersConfig"),
                        new Metatype.Link(
                                "io.mistersmith.pools.jdbc", true, "io.mistersmith.examples.orders.OrdersConfig"));
        Schema schema = metatype.schemas().get(0);
        assertThat(schema.attributes())
                .extracting(Attribute::id, Attribute::type, Attribute::many)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("large.above", ValueType.INTEGER, false),
                        org.assertj.core.groups.Tuple.tuple("password", ValueType.PASSWORD, false),
                        org.assertj.core.groups.Tuple.tuple("hosts", ValueType.STRING, true),
                        org.assertj.core.groups.Tuple.tuple("mode", ValueType.STRING, false),
                        org.assertj.core.groups.Tuple.tuple("live", ValueType.BOOLEAN, false));
        assertThat(schema.attribute("mode").orElseThrow().options()).containsExactly("FAST", "SAFE");
        assertThat(schema.attribute("hosts").orElseThrow().options()).isEmpty();
        assertThat(schema.attribute("large.above").orElseThrow().range()).isEqualTo(Range.of("0", "1000000"));
    }

    @Test
    void theNearestKeyIsFoundOnlyWhenItIsNear() throws XMLStreamException {
        Schema schema = read(Schemas.ORDERS_XML).schemas().get(0);

        assertThat(schema.nearest("large.abov")).map(Attribute::id).contains("large.above");
        assertThat(schema.nearest("something.else.entirely")).isEmpty();
    }

    @Test
    void whatIsNoXmlIsRefused() {
        assertThatThrownBy(() -> read("<MetaData><OCD")).isInstanceOf(XMLStreamException.class);
    }

    @Test
    void externalEntitiesAreNotRead() {
        String evil = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><MetaData><OCD id='&e;'/></MetaData>";

        assertThatThrownBy(() -> read(evil)).isInstanceOf(XMLStreamException.class);
    }

    private static Metatype read(String xml) throws XMLStreamException {
        return MetatypeReader.read(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
