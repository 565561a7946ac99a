import java.util.List;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** An OpenSearch node made of jars, for tests: `java OneNode KEY=VALUE ...`. It ends when its standard input does. */
public class OneNode extends Node {
    private OneNode(Settings settings) {
        super(new Environment(settings, null), List.of(CommonAnalysisPlugin.class, Netty4Plugin.class), true);
    }

    public static void main(String[] pairs) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String pair : pairs) {
            String[] parts = pair.split("=", 2);
            if (parts[1].contains(",")) {
                settings.putList(parts[0], parts[1].split(","));
            } else {
                settings.put(parts[0], parts[1]);
            }
        }
        OneNode node = new OneNode(settings.build());
        node.start();
        while (System.in.read() >= 0) {
            // until whoever started it is gone
        }
        node.close();
    }
}
