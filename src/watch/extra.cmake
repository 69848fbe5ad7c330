include(EmbedText)
bgpte_embed_text(TARGET bgpte_watch FILE "${PROJECT_SOURCE_DIR}/schemas/watch.schema.json"
                 HEADER bgpte/watch/watch.hpp FUNCTION bgpte::watch::watch_schema)
