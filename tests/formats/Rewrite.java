// Reads XMI with Apache UIMA, as INCEpTION does, and writes it anew:
// java -cp uimaj-core.jar Rewrite.java TypeSystem.xml TO FROM.xmi...

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.uima.UIMAFramework;
import org.apache.uima.cas.CAS;
import org.apache.uima.cas.impl.XmiCasDeserializer;
import org.apache.uima.cas.impl.XmiCasSerializer;
import org.apache.uima.resource.metadata.TypeSystemDescription;
import org.apache.uima.util.CasCreationUtils;
import org.apache.uima.util.XMLInputSource;

public class Rewrite {
  public static void main(String[] paths) throws Exception {
    TypeSystemDescription types =
        UIMAFramework.getXMLParser().parseTypeSystemDescription(new XMLInputSource(paths[0]));
    for (int i = 2; i < paths.length; i++) {
      Path from = Path.of(paths[i]);
      rewrite(types, from, Path.of(paths[1]).resolve(from.getFileName()));
    }
  }

  private static void rewrite(TypeSystemDescription types, Path from, Path to) throws Exception {
    CAS cas = CasCreationUtils.createCas(types, null, null);
    try (InputStream file = Files.newInputStream(from)) {
      XmiCasDeserializer.deserialize(file, cas, false); // not lenient: an unknown type is an error
    }
    try (OutputStream file = Files.newOutputStream(to)) {
      XmiCasSerializer.serialize(cas, file);
    }
  }
}
