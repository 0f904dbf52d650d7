package io.mistersmith.configuration.internal.schema;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a metatype document (OSGi Compendium, Metatype Service, XML schema 1.0 to 1.4), as far as checks and default files
 * need it. Titles that stand in a localization file are taken as they are.
 */
public final class MetatypeReader {

    private final XMLStreamReader xml;
    private final List<Schema> schemas = new ArrayList<>();
    private final List<Metatype.Link> links = new ArrayList<>();
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private @Nullable OpenSchema schema;
    private @Nullable OpenAttribute attribute;
    private @Nullable OpenDesignate designate;

    private record OpenSchema(String id, String name, String description) {}

    private record OpenAttribute(
            String id,
            String name,
            String description,
            ValueType type,
            boolean many,
            @Nullable String value,
            Range range,
            boolean required) {}

    private record OpenDesignate(String pid, boolean factory) {}

    private MetatypeReader(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Reads a document to its end; the caller closes the stream.
     *
     * @throws XMLStreamException if it is not well-formed
     */
    public static Metatype read(InputStream document) throws XMLStreamException {
        // the JDK's own parser: a container may put others in its place, which a bundle must not depend on
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(document);
        try {
            return new MetatypeReader(xml).document();
        } finally {
            xml.close();
        }
    }

    private Metatype document() throws XMLStreamException {
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> begin(xml.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                default -> {
                    // text and comments carry nothing
                }
            }
        }
        return new Metatype(schemas, links);
    }

    private void begin(String element) {
        switch (element) {
            case "OCD" -> schema = new OpenSchema(text("id"), text("name"), text("description"));
            case "AD" ->
                attribute = new OpenAttribute(
                        text("id"),
                        text("name"),
                        text("description"),
                        ValueType.of(text("type")),
                        !text("cardinality").isEmpty() && !text("cardinality").equals("0"),
                        xml.getAttributeValue(null, "default"),
                        Range.of(xml.getAttributeValue(null, "min"), xml.getAttributeValue(null, "max")),
                        !text("required").equals("false"));
            case "Option" -> options.add(text("value"));
            case "Designate" -> {
                String factoryPid = text("factoryPid");
                designate = new OpenDesignate(factoryPid.isEmpty() ? text("pid") : factoryPid, !factoryPid.isEmpty());
            }
            case "Object" -> {
                if (designate != null) {
                    links.add(new Metatype.Link(designate.pid(), designate.factory(), text("ocdref")));
                }
            }
            default -> {
                // icons and extensions
            }
        }
    }

    private void end(String element) {
        if (element.equals("AD") && attribute != null) {
            attributes.add(new Attribute(
                    attribute.id(),
                    attribute.name(),
                    attribute.description(),
                    attribute.type(),
                    attribute.many(),
                    attribute.value(),
                    attribute.range(),
                    options,
                    attribute.required()));
            options.clear();
            attribute = null;
        } else if (element.equals("OCD") && schema != null) {
            schemas.add(new Schema(schema.id(), schema.name(), schema.description(), attributes));
            attributes.clear();
            schema = null;
        } else if (element.equals("Designate")) {
            designate = null;
        }
    }

    private String text(String name) {
        String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
