export const ConnectionsView = () => <h1>Connections</h1>;
