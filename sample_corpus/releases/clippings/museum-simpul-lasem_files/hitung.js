window.hits = (window.hits || 0) + 1;
