// The trainer's page: connects to the extension and shows the application.
import { toTrainer, type FromTrainer, type ToTrainer } from '../../protocol/trainer';
import { adoptDocumentStyles } from '../shared/document';
import { connect } from '../shared/host';
import './app';

adoptDocumentStyles();
const app = document.createElement('convlens-trainer');
const host = connect<ToTrainer, FromTrainer>(toTrainer, (message) => {
  app.receive(message);
});
app.send = host.send;
app.log = host.log;
document.body.append(app);
host.send({ type: 'ready' });
